package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine that runs machines, as it was when it last answered.
 *
 * @param uri libvirt connection URI
 * @param state whether it answers now
 * @param lastAnswerAt null when it never answered
 * @param problem why it is not online, in words; null when it is
 * @param hypervisor name and version of what runs the machines, for example {@code QEMU 7.2.22}
 * @param libvirt version of libvirt
 * @param machines machines that Pando keeps there
 * @param running of these, how many run
 * @param help what would help where there is a problem; null where nothing is known that would, and where there is none
 * @param labels what administrators call it, for example {@code ssd} or {@code zone=a}; sorted
 * @param drained whether it gets no new machines, because an administrator wants so
 * @param home whether it is the host of the server's configuration, on which images are imported
 * @param features what it can give besides BIOS machines
 * @param warm machines there that belong to nobody yet and wait for whoever asks for one
 */
public record Host(
        String id,
        String name,
        String uri,
        State state,
        @Nullable Instant lastAnswerAt,
        @Nullable String problem,
        @Nullable String architecture,
        @Nullable String hypervisor,
        @Nullable String libvirt,
        @Nullable Processors processors,
        @Nullable Memory memory,
        Acceleration acceleration,
        List<Pool> pools,
        List<Network> networks,
        int machines,
        int running,
        @Nullable String help,
        List<String> labels,
        boolean drained,
        boolean home,
        List<HostFeature> features,
        int warm) {
    public Host {
        labels = List.copyOf(labels);
        features = List.copyOf(features);
        pools = List.copyOf(pools);
        networks = List.copyOf(networks);
    }

    public enum State {
        CONNECTING,
        ONLINE,
        UNREACHABLE
    }

    /**
     * The processors of the host.
     *
     * @param cores logical processors
     * @param committed virtual processors of all machines that run
     * @param loadPercent share of the processors' time in use since the last look, 0 to 100; null before the second look
     */
    public record Processors(
            String model,
            int cores,
            int committed,
            @Nullable Double loadPercent) {}

    /**
     * All in bytes.
     *
     * @param free what the host itself reports as free now
     * @param committed memory of all machines that run or are about to
     */
    public record Memory(long total, long free, long committed) {}

    /**
     * Whether the processor's own virtualisation really runs a guest, found out by booting a small kernel.
     *
     * @param explanation what was seen, for people
     */
    public record Acceleration(
            Kind kind, String explanation, @Nullable Instant checkedAt) {
        public enum Kind {
            /** The probe has not ended yet. */
            UNKNOWN,
            HARDWARE,
            EMULATION
        }
    }

    /** Storage; sizes in bytes. */
    public record Pool(
            String name, String type, @Nullable String path, long capacity, long allocated, long available) {}

    /**
     * A network that machines may be plugged into.
     *
     * @param cidr address range, for example {@code 10.83.0.0/24}; null where libvirt hands out no addresses
     */
    public record Network(
            String name, @Nullable String bridge, @Nullable String cidr, boolean active, int leases) {}
}
