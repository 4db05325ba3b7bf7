package io.pando.machine;

import io.pando.api.Amounts;
import io.pando.api.Firmware;
import io.pando.api.HostFeature;
import io.pando.host.DomainSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is made of.
 *
 * @param disks at least one, in the order in which the guest sees them
 * @param nics network cards, in order
 * @param cd its CD drive; null when it has none
 * @param boot names of disks and {@link DomainSpecification#CD}, in the order in which they are tried
 */
record Hardware(
        int vcpus,
        int memoryMiB,
        Firmware firmware,
        boolean tpm,
        List<Disk> disks,
        List<Nic> nics,
        @Nullable Cd cd,
        List<String> boot) {
    Hardware {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        boot = List.copyOf(boot);
        if (disks.isEmpty()) {
            throw new IllegalArgumentException("A machine has a disk");
        }
    }

    /**
     * A disk.
     *
     * @param volume the layer that is written to
     * @param size bytes
     * @param growing whether it has grown and the file system on it has not yet
     */
    record Disk(String name, String volume, long size, boolean growing) {
        Disk on(String other) {
            return new Disk(name, other, size, growing);
        }

        Disk grown(long bytes) {
            return new Disk(name, volume, bytes, true);
        }

        Disk settled() {
            return new Disk(name, volume, size, false);
        }
    }

    /** A network card. */
    record Nic(String name, String mac, boolean connected) {}

    /**
     * A CD drive.
     *
     * @param volume a copy of the disc's file in the pool, this machine's own; null when the drive is empty
     * @param medium what the disc is called; null when the drive is empty
     * @param size bytes of the disc; 0 when the drive is empty
     */
    record Cd(@Nullable String volume, @Nullable String medium, long size) {
        static final Cd EMPTY = new Cd(null, null, 0);
    }

    /** What a new machine starts with. */
    static Hardware simple(
            int vcpus, int memoryMiB, Firmware firmware, boolean tpm, String volume, long size, String mac) {
        return new Hardware(
                vcpus,
                memoryMiB,
                firmware,
                tpm,
                List.of(new Disk(DomainSpecification.FIRST_DISK, volume, size, false)),
                List.of(new Nic("net0", mac, true)),
                null,
                List.of(DomainSpecification.FIRST_DISK));
    }

    /** The same with further network cards that have these addresses, plugged in. */
    Hardware withFurtherNics(List<String> macs) {
        List<Nic> more = new ArrayList<>(nics);
        macs.forEach(mac -> more.add(new Nic("net" + more.size(), mac, true)));
        return new Hardware(vcpus, memoryMiB, firmware, tpm, disks, more, cd, boot);
    }

    /** The same with no cable plugged in. */
    Hardware unplugged() {
        return withNics(
                nics.stream().map(nic -> new Nic(nic.name(), nic.mac(), false)).toList());
    }

    /** Whether it has a network card with its cable plugged in. */
    boolean online() {
        return nics.stream().anyMatch(Nic::connected);
    }

    /** What not every host can give. */
    static List<HostFeature> features(Firmware firmware, boolean tpm) {
        List<HostFeature> features = new ArrayList<>();
        switch (firmware) {
            case BIOS -> {}
            case UEFI -> features.add(HostFeature.UEFI);
            case UEFI_SECURE_BOOT -> features.addAll(List.of(HostFeature.UEFI, HostFeature.SECURE_BOOT));
        }
        if (tpm) {
            features.add(HostFeature.TPM);
        }
        return features;
    }

    Optional<Disk> disk(String name) {
        return disks.stream().filter(disk -> disk.name().equals(name)).findFirst();
    }

    Optional<Nic> nic(String name) {
        return nics.stream().filter(nic -> nic.name().equals(name)).findFirst();
    }

    /** What quotas count of it: of its disks the full size, whatever is written to them, and the copy of the disc in its drive. */
    Amounts amounts() {
        long disksBytes = disks.stream().mapToLong(Disk::size).sum();
        return Amounts.machine(vcpus, memoryMiB, disksBytes + (cd == null ? 0 : cd.size()));
    }

    /** Names of the volumes that it has, with the disc's. */
    List<String> volumes() {
        List<String> volumes = new ArrayList<>(disks.stream().map(Disk::volume).toList());
        if (cd != null && cd.volume() != null) {
            volumes.add(cd.volume());
        }
        return volumes;
    }

    /** Names of the volumes that it has and another one has not. */
    List<String> volumesBeyond(Hardware other) {
        List<String> beyond = volumes();
        beyond.removeAll(other.volumes());
        return beyond;
    }

    Hardware sized(int newVcpus, int newMemoryMiB) {
        return new Hardware(newVcpus, newMemoryMiB, firmware, tpm, disks, nics, cd, boot);
    }

    Hardware withDisks(List<Disk> newDisks) {
        return new Hardware(vcpus, memoryMiB, firmware, tpm, newDisks, nics, cd, boot);
    }

    Hardware eachDisk(UnaryOperator<Disk> change) {
        return withDisks(disks.stream().map(change).toList());
    }

    Hardware withNics(List<Nic> newNics) {
        return new Hardware(vcpus, memoryMiB, firmware, tpm, disks, newNics, cd, boot);
    }

    Hardware withCd(@Nullable Cd newCd) {
        return new Hardware(vcpus, memoryMiB, firmware, tpm, disks, nics, newCd, boot);
    }

    Hardware startingFrom(List<String> newBoot) {
        return new Hardware(vcpus, memoryMiB, firmware, tpm, disks, nics, cd, newBoot);
    }

    /** Everything that either has: what must not be taken for somebody else's while the one becomes the other. */
    Hardware and(Hardware other) {
        List<Disk> allDisks = new ArrayList<>(disks);
        other.disks().stream().filter(disk -> disk(disk.name()).isEmpty()).forEach(allDisks::add);
        List<Nic> allNics = new ArrayList<>(nics);
        other.nics().stream().filter(nic -> nic(nic.name()).isEmpty()).forEach(allNics::add);
        return new Hardware(
                Math.max(vcpus, other.vcpus()),
                Math.max(memoryMiB, other.memoryMiB()),
                firmware,
                tpm,
                allDisks,
                allNics,
                cd,
                boot);
    }

    /** As the API shows it. */
    io.pando.api.Hardware shown(@Nullable String pending) {
        return new io.pando.api.Hardware(
                firmware,
                tpm,
                disks.stream()
                        .map(disk -> new io.pando.api.Hardware.Disk(disk.name(), disk.volume(), disk.size()))
                        .toList(),
                nics.stream()
                        .map(nic -> new io.pando.api.Hardware.Nic(nic.name(), nic.mac(), nic.connected()))
                        .toList(),
                cd == null ? null : new io.pando.api.Hardware.CdDrive(cd.medium()),
                boot,
                pending);
    }
}
