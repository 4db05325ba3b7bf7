package io.pando.diskimage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks into an archive with one machine: a descriptor, its disk, and maybe a manifest. */
final class ApplianceInspection {
    private static final int MOST_DESCRIPTOR = 1 << 20;
    private static final int MOST_MANIFEST = 64 << 10;

    /** By what word in the address of a disk's format it is known. */
    private static final Map<String, DiskFormat> FORMATS = Map.of(
            "vmdk", DiskFormat.VMDK,
            "qcow", DiskFormat.QCOW2,
            "vhdx", DiskFormat.VHDX,
            "vdi", DiskFormat.VDI,
            "raw", DiskFormat.RAW);

    private final Bytes bytes;
    private final ImageInspector inspector;

    ApplianceInspection(Bytes bytes, ImageInspector inspector) {
        this.bytes = bytes;
        this.inspector = inspector;
    }

    private static Inspected.Refused refuse(String reason) {
        return new Inspected.Refused(reason, Descriptor.EXPORT);
    }

    Inspected inspect() throws IOException {
        TarMembers archive = TarMembers.read(bytes);
        if (archive.refused() != null) {
            return refuse(archive.refused());
        }
        List<TarMembers.Member> descriptors =
                archive.members().stream().filter(member -> member.ends(".ovf")).toList();
        if (descriptors.size() != 1) {
            return refuse("The archive has %d descriptors (.ovf) instead of one.".formatted(descriptors.size()));
        }
        TarMembers.Member ovf = descriptors.getFirst();
        if (ovf.length() > MOST_DESCRIPTOR) {
            return refuse("The archive's descriptor has %,d bytes.".formatted(ovf.length()));
        }
        byte[] xml = bytes.copy(ovf.offset(), (int) ovf.length());
        List<TarMembers.Member> manifests =
                archive.members().stream().filter(member -> member.ends(".mf")).toList();
        if (manifests.size() > 1
                || (!manifests.isEmpty() && manifests.getFirst().length() > MOST_MANIFEST)) {
            return refuse("The archive has several manifests, or one that is too long.");
        }
        Optional<Manifest> manifest = manifests.isEmpty()
                ? Optional.of(new Manifest(Map.of()))
                : Manifest.parse(new String(
                        bytes.copy(manifests.getFirst().offset(), (int)
                                manifests.getFirst().length()),
                        StandardCharsets.UTF_8));
        if (manifest.isEmpty()) {
            return refuse("The archive's manifest cannot be read.");
        }
        Map<String, Digest> digests = manifest.get().digests();
        Digest expected = digests.get(ovf.name());
        if ((!manifests.isEmpty() && expected == null)
                || (expected != null && !expected.hex().equals(hex(expected, xml)))) {
            return refuse("The archive's descriptor is not the one that its manifest names.");
        }
        try {
            return machine(archive.members(), Descriptor.parse(xml), digests, !manifests.isEmpty());
        } catch (Descriptor.UnusableException unusable) {
            return new Inspected.Refused(String.valueOf(unusable.getMessage()), unusable.help());
        }
    }

    private static String hex(Digest digest, byte[] content) {
        return HexFormat.of().formatHex(digest.start().digest(content));
    }

    private Inspected machine(
            List<TarMembers.Member> members, Descriptor descriptor, Map<String, Digest> digests, boolean listed)
            throws IOException {
        Optional<TarMembers.Member> disk = members.stream()
                .filter(member -> member.name().equals(descriptor.file()))
                .findFirst();
        if (disk.isEmpty()) {
            return refuse("The file of the disk is not in the archive.");
        }
        TarMembers.Member member = disk.get();
        Digest digest = digests.get(member.name());
        if (listed && digest == null) {
            return refuse("The archive's manifest does not name the disk.");
        }
        Optional<DiskFormat> format = format(descriptor.format());
        if (format.isEmpty()) {
            return refuse("The archive's disk has a format that is not known.");
        }
        return switch (inspector.inspect(bytes.slice(member.offset(), member.length()), format.get())) {
            case Inspected.Usable usable ->
                new Inspected.Appliance(
                        bytes.size(),
                        new Inspected.Appliance.Member(member.name(), member.offset(), member.length(), digest),
                        usable,
                        descriptor.hardware());
            case Inspected.Refused refused ->
                new Inspected.Refused("The archive's disk: " + refused.reason(), refused.help());
            case Inspected.Compressed compressed -> refuse("The archive's disk is compressed.");
            case Inspected.Appliance appliance -> refuse("The archive's disk is an archive itself.");
        };
    }

    private static Optional<DiskFormat> format(String address) {
        String text = address.toLowerCase(Locale.ROOT);
        List<DiskFormat> named = FORMATS.entrySet().stream()
                .filter(format -> text.contains(format.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
