package io.pando.image;

import io.pando.api.Firmware;
import io.pando.api.ImageInspection;
import io.pando.api.InstalledPackage;
import io.pando.builder.inspection.Inspected;
import io.pando.builder.inspection.Inspection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the builder found, as it is kept and shown. Pure.
 *
 * @param shown without the packages
 * @param known names of the packages that there are, by lists on the disk; empty when that is not known
 */
record DiskInspection(ImageInspection shown, List<InstalledPackage> packages, List<String> known) {
    /** Of what is installed, by how much lists have to know to be believed that they are all. */
    private static final double WHOLE = 0.9;

    DiskInspection {
        packages = List.copyOf(packages);
        known = List.copyOf(known);
    }

    /** When nothing could be found out, and why. */
    static DiskInspection without(String problem, Instant now) {
        return new DiskInspection(new ImageInspection(now, problem, null), List.of(), List.of());
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
                                .toList(),
                        whole(inspection) ? inspection.known() : List.of());
        };
    }

    /** A disk may have the lists of one of many sources only: what is not in these may be there all the same. */
    private static boolean whole(Inspection found) {
        Set<String> known = Set.copyOf(found.known());
        long there = found.packages().stream()
                .filter(installed -> known.contains(installed.name()))
                .count();
        return !known.isEmpty() && there >= WHOLE * found.packages().size();
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
