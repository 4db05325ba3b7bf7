package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Firmware;
import io.pando.api.Host;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.guest.Customisation;
import io.pando.image.Master;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a machine comes to: everything that is wrong with it at once, or everything that would be made. Pure.
 *
 * @param findings what is wrong; empty when it can be carried out
 * @param effects what would be made
 * @param refused what was looked at and not taken
 */
record ClonePlan(List<Finding> findings, List<Plan.Effect> effects, List<Plan.Refusal> refused) {
    private static final int MOST_VCPUS = 64;
    private static final int LEAST_MEMORY_MIB = 64;
    private static final int MOST_MEMORY_MIB = 1 << 20;

    ClonePlan {
        findings = List.copyOf(findings);
        effects = List.copyOf(effects);
        refused = List.copyOf(refused);
    }

    /** Something that is wrong, and what kind of problem that is. */
    record Finding(ProblemType type, Fault fault) {}

    /**
     * What there is to decide with.
     *
     * @param owner sign-in name
     * @param nameTaken whether the owner has a machine of that name
     * @param master the image, when it is ready
     * @param whyNoMaster why the image is not ready; null when it is, or when there is none of that name
     * @param headroomMiB memory that must be left to the host
     * @param project name of the project that it will be in
     * @param shortfalls what the project's quota does not allow
     */
    record Situation(
            String instance,
            String owner,
            boolean nameTaken,
            @Nullable Master master,
            @Nullable String whyNoMaster,
            Host host,
            int headroomMiB,
            String project,
            List<Fault> shortfalls) {
        Situation {
            shortfalls = List.copyOf(shortfalls);
        }
    }

    static ClonePlan of(CreateMachine wanted, Situation situation) {
        List<Finding> findings = new ArrayList<>();
        checkName(wanted.name(), situation.nameTaken(), findings);
        checkImage(wanted.image(), situation, findings);
        checkSize(wanted.vcpus(), wanted.memoryMiB(), findings);
        CreateMachine.Guest guest = wanted.guest();
        if (guest != null) {
            Customisation.faults(guest, "guest")
                    .forEach(fault -> findings.add(new Finding(ProblemType.INVALID_REQUEST, fault)));
            checkPackages(guest, situation.master(), findings);
        }
        situation.shortfalls().forEach(fault -> findings.add(new Finding(ProblemType.QUOTA_EXCEEDED, fault)));
        List<Plan.Refusal> refused = new ArrayList<>();
        Master master = situation.master();
        if (master != null) {
            checkHost(wanted, situation, master, findings, refused);
        }
        List<Plan.Effect> effects =
                master == null || !findings.isEmpty() ? List.of() : effects(wanted, situation, master);
        return new ClonePlan(findings, effects, refused);
    }

    static void checkName(String name, boolean taken, List<Finding> findings) {
        if (!MachineNames.NAME.matcher(name).matches()) {
            findings.add(new Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault(
                            "name",
                            "A machine's name has 1 to 40 lower-case letters, digits and hyphens, begins with a letter and ends with a letter or digit.",
                            "For example web-2.")));
        } else if (taken) {
            findings.add(new Finding(
                    ProblemType.NAME_TAKEN,
                    new Fault(
                            "name",
                            "You have a machine %s already.".formatted(name),
                            "Choose another name, or delete that machine first.")));
        }
    }

    private static void checkImage(String image, Situation situation, List<Finding> findings) {
        if (situation.master() != null) {
            return;
        }
        String why = situation.whyNoMaster();
        findings.add(
                why == null
                        ? new Finding(
                                ProblemType.NOT_FOUND,
                                new Fault(
                                        "image",
                                        "There is no image %s.".formatted(image),
                                        "List the images to see which there are."))
                        : new Finding(
                                ProblemType.WRONG_STATE, new Fault("image", why, "Choose an image that is ready.")));
    }

    /** What is null is not looked at. */
    static void checkSize(@Nullable Integer vcpus, @Nullable Integer memoryMiB, List<Finding> findings) {
        if (vcpus != null && (vcpus < 1 || vcpus > MOST_VCPUS)) {
            findings.add(new Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault("vcpus", "A machine has 1 to %d virtual processors.".formatted(MOST_VCPUS), null)));
        }
        if (memoryMiB != null && (memoryMiB < LEAST_MEMORY_MIB || memoryMiB > MOST_MEMORY_MIB)) {
            findings.add(new Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault(
                            "memoryMiB",
                            "A machine has %d to %,d MiB of memory.".formatted(LEAST_MEMORY_MIB, MOST_MEMORY_MIB),
                            null)));
        }
    }

    /** Before a clone has stopped saying that it is its master, it is not let onto the network that packages come from. */
    private static void checkPackages(CreateMachine.Guest guest, @Nullable Master master, List<Finding> findings) {
        if (guest.packages() != null && !guest.packages().isEmpty() && master != null && !master.staged()) {
            findings.add(new Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault(
                            "guest.packages",
                            "Packages are installed in machines of staged images only, and %s is none."
                                    .formatted(master.name()),
                            "Stage it: pando image stage %s.".formatted(master.name()))));
        }
    }

    private static void checkHost(
            CreateMachine wanted,
            Situation situation,
            Master master,
            List<Finding> findings,
            List<Plan.Refusal> refused) {
        Host host = situation.host();
        Host.Memory memory = host.memory();
        Host.Processors processors = host.processors();
        if (host.state() != Host.State.ONLINE || memory == null || processors == null) {
            String reason = "it does not answer" + (host.problem() == null ? "" : " (%s)".formatted(host.problem()));
            refuse(host, ProblemType.HOST_UNREACHABLE, null, reason, "Try again when it answers.", findings, refused);
            return;
        }
        int memoryMiB = memoryMiB(wanted, master);
        long totalMiB = (memory.total() >> 20) - situation.headroomMiB();
        long freeMiB = totalMiB - (memory.committed() >> 20);
        if (memoryMiB > totalMiB) {
            refuse(
                    host,
                    ProblemType.NO_CAPACITY,
                    "memoryMiB",
                    "it has %,d MiB of memory for machines, and %,d MiB are wanted".formatted(totalMiB, memoryMiB),
                    "Ask for at most %,d MiB.".formatted(totalMiB),
                    findings,
                    refused);
        } else if (memoryMiB > freeMiB) {
            refuse(
                    host,
                    ProblemType.NO_CAPACITY,
                    "memoryMiB",
                    "%,d MiB of its memory are not promised to other machines, and %,d MiB are wanted"
                            .formatted(freeMiB, memoryMiB),
                    freeMiB >= LEAST_MEMORY_MIB
                            ? "Ask for at most %,d MiB, or stop a machine.".formatted(freeMiB)
                            : "Stop a machine.",
                    findings,
                    refused);
        }
        if (vcpus(wanted, master) > processors.cores() * 8) {
            refuse(
                    host,
                    ProblemType.NO_CAPACITY,
                    "vcpus",
                    "it has %d processors, and %d virtual ones are wanted"
                            .formatted(processors.cores(), vcpus(wanted, master)),
                    "Ask for at most %d.".formatted(processors.cores() * 8),
                    findings,
                    refused);
        }
        long needed = copy(wanted) == Copy.FULL ? master.storedSize() : 1 << 20;
        Optional<Host.Pool> pool = host.pools().stream().findFirst();
        if (pool.isPresent() && pool.get().available() < needed) {
            refuse(
                    host,
                    ProblemType.NO_CAPACITY,
                    "copy",
                    "its pool %s has %,d MiB left, and %,d MiB are needed"
                            .formatted(pool.get().name(), pool.get().available() >> 20, needed >> 20),
                    "Ask for a linked copy, or delete what is no longer needed.",
                    findings,
                    refused);
        }
    }

    private static void refuse(
            Host host,
            ProblemType type,
            @Nullable String field,
            String reason,
            String help,
            List<Finding> findings,
            List<Plan.Refusal> refused) {
        refused.add(new Plan.Refusal("Host " + host.name(), reason));
        findings.add(new Finding(
                type, new Fault(field, "The host %s does not fit: %s.".formatted(host.name(), reason), help)));
    }

    private static List<Plan.Effect> effects(CreateMachine wanted, Situation situation, Master master) {
        List<Plan.Effect> effects = new ArrayList<>();
        String owner = situation.owner();
        boolean linked = copy(wanted) == Copy.LINKED;
        effects.add(new Plan.Effect(
                "Disk",
                linked
                        ? "linked copy of %s, %.1f GiB, takes room only for what changes"
                                .formatted(master.name(), gib(master.virtualSize()))
                        : "full copy of %s, %.1f GiB, takes %.2f GiB"
                                .formatted(master.name(), gib(master.virtualSize()), gib(master.storedSize())),
                null));
        effects.add(new Plan.Effect(
                "Machine",
                "%s on host %s"
                        .formatted(
                                MachineNames.domain(situation.instance(), owner, wanted.name()),
                                situation.host().name()),
                "named after its owner and itself"));
        effects.add(new Plan.Effect("Project", situation.project(), "its members share the machine"));
        effects.add(new Plan.Effect(
                "Size",
                "%d vCPU, %,d MiB of memory".formatted(vcpus(wanted, master), memoryMiB(wanted, master)),
                wanted.vcpus() == null && wanted.memoryMiB() == null ? "the image's defaults" : null));
        Firmware firmware = firmware(wanted, master);
        if (firmware != Firmware.BIOS) {
            effects.add(
                    new Plan.Effect(
                            "Firmware",
                            firmware == Firmware.UEFI ? "UEFI" : "UEFI with Secure Boot",
                            wanted.firmware() == null
                                    ? "as the image says"
                                    : "the image must have been installed for it: Pando cannot see that before the machine starts"));
        }
        if (master.cards() > 1) {
            effects.add(new Plan.Effect("Network cards", "%d".formatted(master.cards()), "as many as the image says"));
        }
        if (Boolean.TRUE.equals(wanted.tpm())) {
            effects.add(new Plan.Effect("TPM", "2.0, emulated, with a state of its own", null));
        }
        effects.add(new Plan.Effect(
                "Identity",
                "new: name, UUID, network address, machine id, SSH host keys, DHCP id, random seed, generation id, instance id",
                "so that nothing mistakes it for the master or for another clone"));
        effects.add(new Plan.Effect("Host name", hostname(wanted, owner), null));
        CreateMachine.Guest guest = wanted.guest();
        if (guest != null) {
            guestEffects(guest, effects);
        }
        effects.add(
                master.staged()
                        ? new Plan.Effect("First boot", "asks for its settings and reports", "its image was staged")
                        : new Plan.Effect("Restart", "once, so that the settings apply", null));
        return effects;
    }

    private static void guestEffects(CreateMachine.Guest guest, List<Plan.Effect> effects) {
        if (guest.packages() != null && !guest.packages().isEmpty()) {
            effects.add(new Plan.Effect("Packages", String.join(", ", guest.packages()), "installed where missing"));
        }
        CreateMachine.Account user = guest.user();
        if (user != null) {
            int keys = user.sshKeys() == null ? 0 : user.sshKeys().size();
            String credentials = (user.password() == null ? "no password" : "a password")
                    + (keys == 0 ? "" : ", %d SSH %s".formatted(keys, keys == 1 ? "key" : "keys"));
            effects.add(new Plan.Effect("Account", "%s with %s".formatted(user.name(), credentials), null));
        }
        if (guest.timezone() != null) {
            effects.add(new Plan.Effect("Time zone", guest.timezone(), null));
        }
        if (guest.commands() != null && !guest.commands().isEmpty()) {
            effects.add(
                    new Plan.Effect("Commands", String.join("; ", guest.commands()), "run as root before the restart"));
        }
    }

    static Copy copy(CreateMachine wanted) {
        return wanted.copy() == null ? Copy.LINKED : wanted.copy();
    }

    static Firmware firmware(CreateMachine wanted, Master master) {
        return wanted.firmware() == null ? master.firmware() : wanted.firmware();
    }

    static int vcpus(CreateMachine wanted, Master master) {
        return wanted.vcpus() == null ? master.vcpus() : wanted.vcpus();
    }

    static int memoryMiB(CreateMachine wanted, Master master) {
        return wanted.memoryMiB() == null ? master.memoryMiB() : wanted.memoryMiB();
    }

    static String hostname(CreateMachine wanted, String owner) {
        CreateMachine.Guest guest = wanted.guest();
        return guest == null || guest.hostname() == null
                ? MachineNames.hostname(owner, wanted.name())
                : guest.hostname();
    }

    private static double gib(long bytes) {
        return bytes / 1073741824.0;
    }

    boolean feasible() {
        return findings.isEmpty();
    }

    List<Fault> faults() {
        return findings.stream().map(Finding::fault).toList();
    }

    /** Throws what is wrong, all at once: by its own type when there is one, as an invalid request when there are several. */
    void orElseThrow() {
        refuse(findings);
    }

    /** Does nothing when nothing is wrong. */
    static void refuse(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        List<Fault> faults = findings.stream().map(Finding::fault).toList();
        List<ProblemType> types =
                findings.stream().map(Finding::type).distinct().toList();
        if (types.size() > 1 || types.getFirst() == ProblemType.INVALID_REQUEST) {
            throw ProblemException.invalid(faults);
        }
        Fault first = faults.getFirst();
        throw new ProblemException(types.getFirst(), first.message(), first.help(), faults, null);
    }
}
