package io.pando.libvirt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a domain is moved to another host: the parameters of {@code virDomainMigrate3}.
 *
 * @param flags what is wanted
 * @param uri where the other host's QEMU is reached by this one's, such as {@code tcp://10.0.0.2}; null lets the other host say so
 * @param xml what it is to be there, where paths or networks are called otherwise; null for the same. Must be the same to its guest
 * @param disks targets of the disks that are copied, such as {@code vda}; empty for all that are not shared and not read-only
 */
public record Migration(
        Set<Flag> flags, @Nullable String uri, @Nullable String xml, List<String> disks) {
    public Migration {
        flags = Set.copyOf(flags);
        disks = List.copyOf(disks);
    }

    List<Map.Entry<String, String>> parameters() {
        var parameters = new ArrayList<Map.Entry<String, String>>();
        add(parameters, "migrate_uri", uri);
        add(parameters, "destination_xml", xml);
        disks.forEach(disk -> add(parameters, "migrate_disks", disk));
        return parameters;
    }

    private static void add(List<Map.Entry<String, String>> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.add(Map.entry(name, value));
        }
    }

    int bits() {
        return io.pando.libvirt.Flag.bits(flags.toArray(Flag[]::new));
    }

    /** {@code virDomainMigrateFlags}. */
    public enum Flag implements io.pando.libvirt.Flag {
        /** It goes on running meanwhile. */
        LIVE(1),
        /** It is defined there, not only running. */
        PERSIST_DEST(1 << 3),
        /** Its definition here is removed. */
        UNDEFINE_SOURCE(1 << 4),
        /** Its CPUs stand still there until {@link Domain#resume()}. */
        PAUSED(1 << 5),
        /** Disks that are not shared are copied with everything below their topmost layer. */
        NON_SHARED_DISK(1 << 6),
        /** Of disks that are not shared the topmost layer is copied; what is below is there already. */
        NON_SHARED_INC(1 << 7),
        /** A disk that cannot be read or written ends the migration. */
        ABORT_ON_ERROR(1 << 12),
        /** A guest that changes its memory faster than it can be copied is slowed down. */
        AUTO_CONVERGE(1 << 13),
        /** What goes from host to host is encrypted, with certificates that QEMU has on both. */
        TLS(1 << 16);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }

        @Override
        public int bit() {
            return bit;
        }
    }
}
