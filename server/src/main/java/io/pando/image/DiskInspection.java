package io.pando.image;

import io.pando.api.Firmware;
import io.pando.api.ImageInspection;
import io.pando.api.InstalledPackage;
import io.pando.builder.inspection.Inspected;
import io.pando.builder.inspection.Inspection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the builder found, as it is kept and shown. Pure.
 *
 * @param shown without the packages
 */
record DiskInspection(ImageInspection shown, List<InstalledPackage> packages) {
    DiskInspection {
        packages = List.copyOf(packages);
    }

    /** When nothing could be found out, and why. */
    static DiskInspection without(String problem, Instant now) {
        return new DiskInspection(new ImageInspection(now, problem, null), List.of());
    }

    static DiskInspection of(Inspected found, Instant now) {
        return switch (found) {
            case Inspected.NoSystem none -> without("There is no system on it: %s.".formatted(none.why()), now);
            case Inspection inspection ->
                new DiskInspection(
                        new ImageInspection(now, null, contents(inspection)),
                        inspection.packages().stream()
                                .map(installed -> new InstalledPackage(
                                        installed.name(), installed.version(), installed.architecture()))
                                .distinct()
                                .toList());
        };
    }

    private static ImageInspection.Contents contents(Inspection found) {
        Inspection.PackageFormat format = found.packageFormat();
        Inspection.Identifiers identifiers = found.identifiers();
        return new ImageInspection.Contents(
                new ImageInspection.OperatingSystem(
                        found.system().id(),
                        found.system().version(),
                        found.system().prettyName()),
                found.architecture(),
                found.boot().stream()
                        .map(way -> way == Inspection.Boot.UEFI ? Firmware.UEFI : Firmware.BIOS)
                        .sorted()
                        .toList(),
                found.fileSystems().stream()
                        .map(one -> new ImageInspection.FileSystem(
                                one.device(),
                                one.type(),
                                one.device().equals(found.rootFileSystem()),
                                one.size(),
                                one.free(),
                                one.label()))
                        .toList(),
                format == null ? null : format.name().toLowerCase(Locale.ROOT),
                (int) found.packages().stream().distinct().count(),
                found.accounts().stream()
                        .map(account ->
                                new ImageInspection.LoginAccount(account.name(), account.uid(), account.shell()))
                        .toList(),
                found.guestAgent(),
                found.cloudInit(),
                new ImageInspection.Identifiers(
                        identifiers.machineId(),
                        identifiers.hostName(),
                        identifiers.hostKeys().stream()
                                .map(key -> new ImageInspection.HostKey(key.type(), key.fingerprint()))
                                .toList()));
    }

    /** What still tells the disk apart, for people; null when nothing does. */
    @Nullable
    String identifier() {
        ImageInspection.Contents contents = shown.contents();
        if (contents == null) {
            return null;
        }
        ImageInspection.Identifiers identifiers = contents.identifiers();
        if (!identifiers.machineId().isEmpty()) {
            return "a machine id";
        }
        if (!identifiers.hostKeys().isEmpty()) {
            return "SSH host keys";
        }
        return identifiers.hostName().isEmpty() ? null : "a host name";
    }

    /** For people, in a few words. */
    String summary() {
        ImageInspection.Contents contents = shown.contents();
        if (contents == null) {
            return String.valueOf(shown.problem());
        }
        String name = contents.system().name();
        return "%s, %d packages".formatted(name.isEmpty() ? "a system without a name" : name, packages.size());
    }
}
