package io.pando.machine;

import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.host.DomainSpecification;
import io.pando.machine.ClonePlan.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a machine's hardware comes to. Pure.
 *
 * @param findings what is wrong; empty when it can be carried out
 * @param effects what would change, and when
 * @param after what the machine would be made of; as before when something is wrong
 * @param pending what would hold only after the machine was switched off and on; null when everything would hold at once
 */
record HardwarePlan(
        List<Finding> findings,
        List<Plan.Effect> effects,
        Hardware after,
        @Nullable String pending) {
    static final int MOST_DISKS = 8;
    static final int MOST_NICS = 4;
    private static final long MEBIBYTE = 1 << 20;
    private static final String RESTART = "holds after it was switched off and on";
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    HardwarePlan {
        findings = List.copyOf(findings);
        effects = List.copyOf(effects);
    }

    /**
     * What there is to decide with.
     *
     * @param running whether it runs, so that some changes have to wait
     * @param headroomMiB memory that must be left to the host
     * @param largestDisk bytes
     * @param kept names of the disks that snapshots hold a state of
     * @param macTaken whether another machine has the address that is wanted
     * @param disc the disc that is wanted; null when there is none of that name, or none is wanted
     * @param newVolume name for a new volume of this machine, never used before, by what it is for
     * @param newMac an address that is made up
     */
    record Situation(
            String machine,
            Hardware hardware,
            boolean running,
            Host host,
            int headroomMiB,
            long largestDisk,
            Set<String> kept,
            boolean macTaken,
            @Nullable Disc disc,
            VolumeNames newVolume,
            String newMac) {}

    /** A disc that can be inserted; sizes in bytes. */
    record Disc(String name, long size) {}

    /** Makes names for volumes. */
    interface VolumeNames {
        /**
         * A name that was never used before.
         *
         * @param part what it is for, for example {@code vdb}
         * @param ending for example {@code qcow2}
         */
        String of(String part, String ending);
    }

    static HardwarePlan of(HardwareChange change, Situation situation) {
        Draft draft = new Draft(situation);
        switch (change) {
            case HardwareChange.Resize resize -> draft.resize(resize);
            case HardwareChange.AddDisk disk -> draft.add(disk);
            case HardwareChange.RemoveDisk disk -> draft.remove(disk);
            case HardwareChange.AddNic nic -> draft.add(nic);
            case HardwareChange.RemoveNic nic -> draft.remove(nic);
            case HardwareChange.Connect connect -> draft.connect(connect);
            case HardwareChange.Insert insert -> draft.insert(insert);
            case HardwareChange.Eject eject -> draft.eject();
            case HardwareChange.Boot boot -> draft.boot(boot);
        }
        return draft.finished();
    }

    /** The change in words, as the title of its job, for example {@code Add a disk to web1}. */
    static String title(HardwareChange change, String machine) {
        return switch (change) {
            case HardwareChange.Resize resize -> "Resize machine " + machine;
            case HardwareChange.AddDisk disk -> "Add a disk to machine " + machine;
            case HardwareChange.RemoveDisk disk -> "Remove the disk %s of machine %s".formatted(disk.name(), machine);
            case HardwareChange.AddNic nic -> "Add a network card to machine " + machine;
            case HardwareChange.RemoveNic nic ->
                "Remove the network card %s of machine %s".formatted(nic.name(), machine);
            case HardwareChange.Connect connect ->
                "%s the cable of %s of machine %s"
                        .formatted(connect.connected() ? "Plug in" : "Pull", connect.nic(), machine);
            case HardwareChange.Insert insert -> "Insert %s into machine %s".formatted(insert.medium(), machine);
            case HardwareChange.Eject eject -> "Eject the disc of machine " + machine;
            case HardwareChange.Boot boot -> "Change what machine %s starts from".formatted(machine);
        };
    }

    /** A network address as it is kept: people also write hyphens and capitals. */
    static String colons(String mac) {
        return mac.toLowerCase(Locale.ROOT).replace('-', ':');
    }

    /** A plan in the making. */
    private static final class Draft {
        private final Situation situation;
        private final Hardware before;
        private final List<Finding> findings = new ArrayList<>();
        private final List<Plan.Effect> effects = new ArrayList<>();
        private final List<String> waiting = new ArrayList<>();
        private Hardware after;

        Draft(Situation situation) {
            this.situation = situation;
            this.before = situation.hardware();
            this.after = before;
        }

        HardwarePlan finished() {
            boolean fits = findings.isEmpty();
            return new HardwarePlan(
                    findings,
                    fits ? effects : List.of(),
                    fits ? after : before,
                    waiting.isEmpty() ? null : "%s after a restart.".formatted(String.join(", ", waiting)));
        }

        void resize(HardwareChange.Resize wanted) {
            int vcpus = wanted.vcpus() == null ? before.vcpus() : wanted.vcpus();
            int memoryMiB = wanted.memoryMiB() == null ? before.memoryMiB() : wanted.memoryMiB();
            ClonePlan.checkSize(wanted.vcpus(), wanted.memoryMiB(), findings);
            checkRoom(vcpus, memoryMiB);
            after = after.sized(vcpus, memoryMiB);
            if (vcpus != before.vcpus()) {
                changed("Processors", "%d instead of %d".formatted(vcpus, before.vcpus()), "%d vCPU".formatted(vcpus));
            }
            if (memoryMiB != before.memoryMiB()) {
                changed(
                        "Memory",
                        "%,d MiB instead of %,d MiB".formatted(memoryMiB, before.memoryMiB()),
                        "%,d MiB of memory".formatted(memoryMiB));
            }
            if (wanted.diskSize() != null) {
                grow(wanted.disk() == null ? before.disks().getFirst().name() : wanted.disk(), wanted.diskSize());
            } else if (wanted.disk() != null) {
                fault("diskSize", "It is not said how large the disk is to be.", "Give its new size in bytes.");
            }
            if (findings.isEmpty() && effects.isEmpty()) {
                fault(null, "The machine has that size already.", "Say which size it is to have.");
            }
        }

        private void checkRoom(int vcpus, int memoryMiB) {
            Host host = situation.host();
            Host.Memory memory = host.memory();
            Host.Processors processors = host.processors();
            if (memory != null && memoryMiB > before.memoryMiB()) {
                long freeMiB = (memory.total() >> 20) - situation.headroomMiB() - (memory.committed() >> 20);
                int more = memoryMiB - (situation.running() ? before.memoryMiB() : 0);
                if (more > freeMiB) {
                    findings.add(new Finding(
                            ProblemType.NO_CAPACITY,
                            new Fault(
                                    "memoryMiB",
                                    "The host %s has %,d MiB of memory that are not promised to other machines."
                                            .formatted(host.name(), Math.max(0, freeMiB)),
                                    "Ask for less, or stop a machine.")));
                }
            }
            if (processors != null && vcpus > before.vcpus() && vcpus > processors.cores() * 8) {
                findings.add(new Finding(
                        ProblemType.NO_CAPACITY,
                        new Fault(
                                "vcpus",
                                "The host %s has %d processors.".formatted(host.name(), processors.cores()),
                                "Ask for at most %d.".formatted(processors.cores() * 8))));
            }
        }

        private void grow(String name, long size) {
            Optional<Hardware.Disk> disk = before.disk(name);
            if (disk.isEmpty()) {
                noDisk("disk", name);
                return;
            }
            long now = disk.get().size();
            if (!goodSize("diskSize", size)) {
                return;
            }
            if (size < now) {
                fault(
                        "diskSize",
                        "A disk can only grow: %s has %s.".formatted(name, gib(now)),
                        "Ask for more, or add another disk.");
                return;
            }
            if (size == now) {
                return;
            }
            after = after.eachDisk(other -> other.name().equals(name) ? other.grown(size) : other);
            effects.add(new Plan.Effect(
                    "Disk " + name,
                    "%s instead of %s".formatted(gib(size), gib(now)),
                    situation.running() ? "at once, without a restart" : null));
            effects.add(new Plan.Effect(
                    "File system",
                    "the last partition of the disk and what is on it grow too",
                    situation.running()
                            ? "as far as the guest has the programs for it"
                            : "when the machine is started, as far as the guest has the programs for it"));
        }

        void add(HardwareChange.AddDisk wanted) {
            if (before.disks().size() >= MOST_DISKS) {
                fault(null, "A machine has at most %d disks.".formatted(MOST_DISKS), "Remove one first.");
                return;
            }
            if (!goodSize("size", wanted.size())) {
                return;
            }
            String name = free(
                    "vd", 'a', before.disks().stream().map(Hardware.Disk::name).toList());
            Hardware.Disk disk = new Hardware.Disk(name, situation.newVolume().of(name, "qcow2"), wanted.size(), false);
            List<Hardware.Disk> disks = new ArrayList<>(before.disks());
            disks.add(disk);
            // In the order of their names, which is the one that the guest finds them in.
            disks.sort((one, other) -> one.name().compareTo(other.name()));
            after = after.withDisks(disks);
            effects.add(new Plan.Effect(
                    "Disk " + name,
                    "empty, %s, takes room only for what is written".formatted(gib(wanted.size())),
                    atOnce("plugged in")));
        }

        void remove(HardwareChange.RemoveDisk wanted) {
            Optional<Hardware.Disk> disk = before.disk(wanted.name());
            if (disk.isEmpty()) {
                noDisk("disk", wanted.name());
            } else if (disk.get().equals(before.disks().getFirst())) {
                fault("disk", "The first disk is the machine.", "Delete the machine instead.");
            } else if (situation.kept().contains(wanted.name())) {
                findings.add(new Finding(
                        ProblemType.IN_USE,
                        new Fault(
                                "disk",
                                "Snapshots of the machine hold a state of %s.".formatted(wanted.name()),
                                "Delete those snapshots first.")));
            } else {
                after = after.withDisks(before.disks().stream()
                                .filter(other -> !other.equals(disk.get()))
                                .toList())
                        .startingFrom(before.boot().stream()
                                .filter(device -> !device.equals(wanted.name()))
                                .toList());
                effects.add(new Plan.Effect(
                        "Disk " + wanted.name(),
                        "deleted for good, with the %s on it"
                                .formatted(gib(disk.get().size())),
                        situation.running() ? "see that nothing in the guest uses it: it is not asked" : null));
            }
        }

        void add(HardwareChange.AddNic wanted) {
            if (before.nics().size() >= MOST_NICS) {
                fault(null, "A machine has at most %d network cards.".formatted(MOST_NICS), "Remove one first.");
                return;
            }
            String mac = wanted.mac() == null ? situation.newMac() : colons(wanted.mac());
            // The lowest bit of the first byte marks addresses of groups.
            if (!MAC.matcher(mac).matches()
                    || (Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0
                    || mac.equals("00:00:00:00:00:00")) {
                fault(
                        "mac",
                        "A network address is six bytes in hexadecimal with colons between, and not that of a group.",
                        "For example 52:54:00:12:34:56; leave it out to have one made up.");
                return;
            }
            if (situation.macTaken()) {
                findings.add(new Finding(
                        ProblemType.IN_USE,
                        new Fault("mac", "Another machine has the address %s.".formatted(mac), "Choose another one.")));
                return;
            }
            String name = free(
                    "net", '0', before.nics().stream().map(Hardware.Nic::name).toList());
            List<Hardware.Nic> nics = new ArrayList<>(before.nics());
            nics.add(new Hardware.Nic(name, mac, wanted.connected()));
            nics.sort((one, other) -> one.name().compareTo(other.name()));
            after = after.withNics(nics);
            effects.add(new Plan.Effect(
                    "Network card " + name,
                    "%s, cable %s".formatted(mac, wanted.connected() ? "plugged in" : "not plugged in"),
                    atOnce("plugged in")));
        }

        void remove(HardwareChange.RemoveNic wanted) {
            Optional<Hardware.Nic> nic = before.nic(wanted.name());
            if (nic.isEmpty()) {
                noNic(wanted.name());
            } else if (nic.get().equals(before.nics().getFirst())) {
                fault("nic", "The first network card stays.", "Pull its cable instead.");
            } else {
                after = after.withNics(before.nics().stream()
                        .filter(other -> !other.equals(nic.get()))
                        .toList());
                effects.add(new Plan.Effect("Network card " + wanted.name(), "is taken out", atOnce("taken out")));
            }
        }

        void connect(HardwareChange.Connect wanted) {
            if (before.nic(wanted.nic()).isEmpty()) {
                noNic(wanted.nic());
                return;
            }
            after = after.withNics(before.nics().stream()
                    .map(nic -> nic.name().equals(wanted.nic())
                            ? new Hardware.Nic(nic.name(), nic.mac(), wanted.connected())
                            : nic)
                    .toList());
            effects.add(new Plan.Effect(
                    "Network card " + wanted.nic(),
                    wanted.connected() ? "its cable is plugged in" : "its cable is pulled",
                    situation.running() ? "at once" : null));
        }

        void insert(HardwareChange.Insert wanted) {
            Disc disc = situation.disc();
            if (disc == null) {
                findings.add(new Finding(
                        ProblemType.NOT_FOUND,
                        new Fault(
                                "medium",
                                "There is no disc %s.".formatted(wanted.medium()),
                                "List the discs to see which there are.")));
                return;
            }
            after = after.withCd(new Hardware.Cd(situation.newVolume().of("cd", "iso"), disc.name(), disc.size()));
            effects.add(new Plan.Effect(
                    "CD drive",
                    "%s, %,d MiB".formatted(disc.name(), disc.size() >> 20),
                    situation.running() ? "at once" : null));
            if (before.cd() == null) {
                effects.add(new Plan.Effect("New drive", "attached by SCSI over virtio", atOnce("plugged in")));
            } else if (before.cd().medium() != null) {
                effects.add(new Plan.Effect("Former disc", before.cd().medium() + " is taken out", null));
            }
        }

        void eject() {
            Hardware.Cd cd = before.cd();
            if (cd == null || cd.medium() == null) {
                fault(null, "There is no disc in the machine.", "Look at its hardware.");
                return;
            }
            after = after.withCd(Hardware.Cd.EMPTY);
            effects.add(new Plan.Effect(
                    "CD drive", "%s is taken out; the drive stays".formatted(cd.medium()), atOnce("taken out")));
        }

        void boot(HardwareChange.Boot wanted) {
            if (wanted.devices().isEmpty()) {
                fault("devices", "A machine has to start from something.", "Name at least one device.");
            }
            Set<String> seen = new HashSet<>();
            for (String device : wanted.devices()) {
                boolean there = device.equals(DomainSpecification.CD)
                        ? before.cd() != null
                        : before.disk(device).isPresent();
                if (!there) {
                    fault(
                            "devices",
                            "The machine has no %s to start from.".formatted(device),
                            "It has %s.".formatted(String.join(", ", startable())));
                } else if (!seen.add(device)) {
                    fault("devices", "%s is named twice.".formatted(device), "Name each device once.");
                }
            }
            after = after.startingFrom(wanted.devices());
            changed(
                    "Start",
                    "from %s".formatted(String.join(", then ", wanted.devices())),
                    "Another order of starting");
        }

        private List<String> startable() {
            List<String> devices = new ArrayList<>(
                    before.disks().stream().map(Hardware.Disk::name).toList());
            if (before.cd() != null) {
                devices.add(DomainSpecification.CD);
            }
            return devices;
        }

        /** A change that a running machine notices only after it was switched off and on. */
        private void changed(String subject, String value, String inShort) {
            effects.add(new Plan.Effect(subject, value, situation.running() ? RESTART : null));
            if (situation.running()) {
                waiting.add(inShort);
            }
        }

        private @Nullable String atOnce(String what) {
            return situation.running() ? what + " while the machine runs" : null;
        }

        private boolean goodSize(String field, long size) {
            if (size < MEBIBYTE || size % MEBIBYTE != 0 || size > situation.largestDisk()) {
                fault(
                        field,
                        "A disk has a whole number of MiB, at least 1 MiB and at most %,d GiB."
                                .formatted(situation.largestDisk() >> 30),
                        "Say its size in bytes: 10 GiB are 10737418240.");
                return false;
            }
            return true;
        }

        private void noDisk(String field, String name) {
            findings.add(new Finding(
                    ProblemType.NOT_FOUND,
                    new Fault(
                            field,
                            "The machine has no disk %s.".formatted(name),
                            "It has %s."
                                    .formatted(String.join(
                                            ", ",
                                            before.disks().stream()
                                                    .map(Hardware.Disk::name)
                                                    .toList())))));
        }

        private void noNic(String name) {
            findings.add(new Finding(
                    ProblemType.NOT_FOUND,
                    new Fault(
                            "nic",
                            "The machine has no network card %s.".formatted(name),
                            "It has %s."
                                    .formatted(String.join(
                                            ", ",
                                            before.nics().stream()
                                                    .map(Hardware.Nic::name)
                                                    .toList())))));
        }

        private void fault(@Nullable String field, String message, @Nullable String help) {
            findings.add(new Finding(ProblemType.INVALID_REQUEST, new Fault(field, message, help)));
        }

        /** The first name that is free. */
        private static String free(String beginning, char first, List<String> taken) {
            char next = first;
            while (taken.contains(beginning + next)) {
                next++;
            }
            return beginning + next;
        }

        private static String gib(long bytes) {
            return bytes % (1L << 30) == 0
                    ? "%,d GiB".formatted(bytes >> 30)
                    : bytes < 10L << 30 ? "%,d MiB".formatted(bytes >> 20) : "%.1f GiB".formatted(bytes / 1073741824.0);
        }
    }
}
