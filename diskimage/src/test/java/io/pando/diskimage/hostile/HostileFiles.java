package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.OvaBytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All of them. */
public final class HostileFiles {
    private HostileFiles() {}

    /**
     * Every file that is hostile by itself.
     *
     * @param canary what they point to: a file that nobody may open
     * @param port where they point to: a port that nobody may ask
     */
    public static List<HostileFile> all(String canary, int port) {
        List<HostileFile> all = new ArrayList<>();
        all.addAll(HostileQcow2.files(canary, port));
        all.addAll(HostileVmdk.files(canary));
        all.addAll(HostileVdi.files());
        all.addAll(HostileVhdx.files(canary));
        all.addAll(HostileStreams.files());
        all.addAll(HostileArchives.files(canary, port));
        all.addAll(HostileMixtures.files(canary));
        Set<String> names = new HashSet<>();
        for (HostileFile file : all) {
            if (!names.add(file.toString())) {
                throw new IllegalStateException("Twice: " + file);
            }
        }
        return all;
    }

    /** Those whose content may lie in an archive, in one that is right in everything else. */
    public static List<HostileFile> withinArchives(List<HostileFile> all) {
        return all.stream()
                .filter(file -> !file.declared().packed())
                .map(file -> new HostileFile(
                        file.declared().label() + ", " + file.name(), DiskFormat.OVA, () -> archive(file)))
                .toList();
    }

    private static byte[] archive(HostileFile file) {
        String name = "disk." + file.declared().label();
        return OvaBytes.of(name, file.content().get(), OvaBytes.address(file.declared()), ovf -> ovf);
    }
}
