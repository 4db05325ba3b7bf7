package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Firmware;
import io.pando.api.Network;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.Ranked;
import io.pando.api.Suggestion;
import io.pando.image.Master;
import io.pando.placement.Candidate;
import io.pando.placement.Decision;
import io.pando.placement.Demand;
import io.pando.placement.Placement;
import io.pando.placement.Question;
import io.pando.placement.Rules;
import io.pando.placement.Size;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a machine comes to: everything that is wrong with it at once, or everything that would be made. Pure.
 *
 * @param findings what is wrong; empty when it can be carried out
 * @param effects what would be made
 * @param refused what was looked at and could not be taken
 * @param ranking what could be, the best first
 * @param placement where it goes and why; null when it is not known what would go there
 */
record ClonePlan(
        List<Finding> findings,
        List<Plan.Effect> effects,
        List<Plan.Refusal> refused,
        List<Ranked> ranking,
        @Nullable Decision placement) {
    private static final int MOST_VCPUS = 64;
    static final int LEAST_MEMORY_MIB = 64;
    private static final int MOST_MEMORY_MIB = 1 << 20;
    private static final long MOST_DISK_MIB = 1L << 26;

    ClonePlan {
        findings = List.copyOf(findings);
        effects = List.copyOf(effects);
        refused = List.copyOf(refused);
        ranking = List.copyOf(ranking);
    }

    /** Something that is wrong, and what kind of problem that is. */
    record Finding(ProblemType type, Fault fault) {}

    /**
     * What there is to decide with.
     *
     * @param owner sign-in name
     * @param nameTaken whether the owner has a machine of a name
     * @param choice the image that the request comes to
     * @param master that image; null when there is none
     * @param hosts where it could go, as they are now
     * @param rules what administrators want of decisions about that
     * @param project name of the project that it will be in
     * @param shortfalls what the project's quota does not allow
     */
    record Situation(
            String instance,
            String owner,
            Predicate<String> nameTaken,
            ImageChoice choice,
            @Nullable Master master,
            List<Candidate> hosts,
            Rules rules,
            String project,
            List<Fault> shortfalls) {
        Situation {
            hosts = List.copyOf(hosts);
            shortfalls = List.copyOf(shortfalls);
        }
    }

    static ClonePlan of(CreateMachine wanted, Situation situation) {
        List<Finding> findings = new ArrayList<>();
        checkName(wanted.name(), situation.nameTaken(), findings);
        findings.addAll(situation.choice().findings());
        checkSize(wanted.vcpus(), wanted.memoryMiB(), findings);
        checkDisk(wanted.diskMiB(), findings);
        WantedPlace where = WantedPlace.of(wanted, situation.hosts());
        findings.addAll(where.findings());
        Lifetimes.check(wanted.lifetime(), findings);
        CreateMachine.Guest guest = wanted.guest();
        if (guest != null) {
            GuestCorrections.faults(guest)
                    .forEach(fault -> findings.add(new Finding(ProblemType.INVALID_REQUEST, fault)));
        }
        situation.shortfalls().forEach(fault -> findings.add(new Finding(ProblemType.QUOTA_EXCEEDED, fault)));
        Master master = situation.master();
        Decision placement = master == null || vcpus(wanted, master) < 0 || memoryMiB(wanted, master) < 0
                ? null
                : Placement.decide(new Question(
                        demand(wanted, master, situation.choice().architecture(), where),
                        situation.hosts(),
                        situation.rules()));
        if (placement != null) {
            findings.addAll(HostFindings.of(placement));
        }
        List<Plan.Effect> effects = master == null || placement == null || !findings.isEmpty()
                ? List.of()
                : effects(wanted, situation, master, placement);
        List<Plan.Refusal> refused = new ArrayList<>(situation.choice().refused());
        List<Ranked> ranking = new ArrayList<>(situation.choice().ranking());
        if (placement != null) {
            refused.addAll(HostFindings.refusals(placement));
            ranking.addAll(HostFindings.ranking(placement));
        }
        return new ClonePlan(findings, effects, refused, ranking, placement);
    }

    /** What the machine needs of its host. */
    static Demand demand(CreateMachine wanted, Master master, @Nullable String architecture, WantedPlace where) {
        return new Demand(
                Size.of(vcpus(wanted, master), memoryMiB(wanted, master)),
                copy(wanted) == Copy.FULL ? mib(master.storedSize()) : 1,
                architecture,
                where.accelerated(),
                Hardware.features(firmware(wanted, master), Boolean.TRUE.equals(wanted.tpm())),
                where.hostLabels(),
                new Demand.Image(master.id(), mib(master.storedSize())),
                where.labels(),
                where.near(),
                where.apart());
    }

    /** Rounded up. */
    static long mib(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    static void checkName(String name, Predicate<String> taken, List<Finding> findings) {
        if (!MachineNames.NAME.matcher(name).matches()) {
            findings.add(new Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault(
                            "name",
                            "A machine's name has 1 to 40 lower-case letters, digits and hyphens, begins with a letter and ends with a letter or digit.",
                            "For example web-2.",
                            call(MachineNames.free(MachineNames.corrected(name), taken)))));
        } else if (taken.test(name)) {
            findings.add(new Finding(
                    ProblemType.NAME_TAKEN,
                    new Fault(
                            "name",
                            "You have a machine %s already.".formatted(name),
                            "Choose another name, or delete that machine first.",
                            call(MachineNames.free(name, taken)))));
        }
    }

    private static List<Suggestion> call(String name) {
        return List.of(Suggestion.of("Call it %s.".formatted(name), "name", name));
    }

    /** What is null is not looked at. */
    static void checkSize(@Nullable Integer vcpus, @Nullable Integer memoryMiB, List<Finding> findings) {
        if (vcpus != null && (vcpus < 1 || vcpus > MOST_VCPUS)) {
            findings.add(outOfRange(
                    "vcpus",
                    "A machine has 1 to %d virtual processors.".formatted(MOST_VCPUS),
                    Math.clamp(vcpus, 1, MOST_VCPUS),
                    "%d"));
        }
        if (memoryMiB != null && (memoryMiB < LEAST_MEMORY_MIB || memoryMiB > MOST_MEMORY_MIB)) {
            findings.add(outOfRange(
                    "memoryMiB",
                    "A machine has %d to %,d MiB of memory.".formatted(LEAST_MEMORY_MIB, MOST_MEMORY_MIB),
                    Math.clamp(memoryMiB, LEAST_MEMORY_MIB, MOST_MEMORY_MIB),
                    "%,d MiB"));
        }
    }

    private static void checkDisk(@Nullable Long diskMiB, List<Finding> findings) {
        if (diskMiB != null && (diskMiB < 1 || diskMiB > MOST_DISK_MIB)) {
            findings.add(outOfRange(
                    "diskMiB",
                    "A disk has 1 to %,d MiB.".formatted(MOST_DISK_MIB),
                    Math.clamp(diskMiB, 1, MOST_DISK_MIB),
                    "%,d MiB"));
        }
    }

    private static Finding outOfRange(String field, String message, Number nearest, String unit) {
        return new Finding(
                ProblemType.INVALID_REQUEST,
                new Fault(
                        field,
                        message,
                        null,
                        List.of(Suggestion.of("Ask for %s.".formatted(unit.formatted(nearest)), field, nearest))));
    }

    private static List<Plan.Effect> effects(
            CreateMachine wanted, Situation situation, Master master, Decision placement) {
        List<Plan.Effect> effects = new ArrayList<>();
        RankedHost best = placement.ranking().getFirst();
        String owner = situation.owner();
        boolean linked = copy(wanted) == Copy.LINKED;
        if (situation.choice().byWish()) {
            effects.add(new Plan.Effect("Image", master.name(), "it comes closest to what is wanted"));
        }
        long size = diskBytes(wanted, master);
        effects.add(new Plan.Effect(
                "Disk",
                linked
                        ? "linked copy of %s, %.1f GiB, takes room only for what changes"
                                .formatted(master.name(), gib(size))
                        : "full copy of %s, %.1f GiB, takes %.2f GiB"
                                .formatted(master.name(), gib(size), gib(master.storedSize())),
                size > master.virtualSize() ? "the guest's file system grows with it" : null));
        effects.add(new Plan.Effect(
                "Machine",
                "%s on host %s"
                        .formatted(
                                MachineNames.domain(situation.instance(), owner, wanted.name()),
                                best.choice().host()),
                "named after its owner and itself"));
        if (situation.hosts().size() > 1) {
            effects.add(new Plan.Effect("Host", best.choice().host(), HostFindings.why(best)));
            if (HostFindings.imageComes(best)) {
                effects.add(new Plan.Effect(
                        "Image",
                        "%.2f GiB of %s are copied to %s first"
                                .formatted(
                                        gib(master.storedSize()),
                                        master.name(),
                                        best.choice().host()),
                        "it stays there for the next machine"));
            }
        }
        whereEffects(wanted, effects);
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
        if (network(wanted) == Network.NONE) {
            effects.add(new Plan.Effect(
                    "Network", "no cable is plugged in", "neither its host nor anybody else reaches it"));
        }
        if (Boolean.TRUE.equals(wanted.tpm())) {
            effects.add(new Plan.Effect("TPM", "2.0, emulated, with a state of its own", null));
        }
        effects.add(new Plan.Effect(
                "Identity",
                "new: name, UUID, network address, machine id, SSH host keys, DHCP id, random seed, generation id, instance id",
                "so that nothing mistakes it for the master or for another clone"));
        effects.add(new Plan.Effect("Host name", hostname(wanted, owner), null));
        List<String> missing = situation.choice().missing();
        if (!missing.isEmpty()) {
            effects.add(new Plan.Effect(
                    "Packages",
                    String.join(" ", missing),
                    network(wanted) == Network.NONE
                            ? "installed before the first start, in the builder, since the machine has no network"
                            : "the image lacks them"));
        }
        CreateMachine.Guest guest = wanted.guest();
        if (guest != null) {
            guestEffects(guest, effects);
        }
        if (wanted.lifetime() != null) {
            effects.add(new Plan.Effect(
                    "Lifetime",
                    Lifetimes.words(Lifetimes.parse(wanted.lifetime()).orElseThrow()),
                    "then it is suspended, never deleted; it can be given more time"));
        }
        effects.add(
                master.staged()
                        ? new Plan.Effect("First boot", "asks for its settings and reports", "its image was staged")
                        : new Plan.Effect("Restart", "once, so that the settings apply", null));
        return effects;
    }

    private static void whereEffects(CreateMachine wanted, List<Plan.Effect> effects) {
        CreateMachine.Where where = WantedPlace.where(wanted);
        labelled("Host has", where.hostLabels(), "labels that were asked for", effects);
        if (Boolean.TRUE.equals(where.acceleration())) {
            effects.add(new Plan.Effect("Acceleration", "by hardware", "it was asked for"));
        }
        labelled("Near to", where.near(), "where that is possible: machines of the same project", effects);
        labelled("Apart from", where.apart(), "where that is possible: machines of the same project", effects);
        labelled("Labels", wanted.labels(), "by which others can be near to it or apart from it", effects);
    }

    private static void labelled(
            String subject, @Nullable List<String> labels, String reason, List<Plan.Effect> effects) {
        if (labels != null && !labels.isEmpty()) {
            effects.add(new Plan.Effect(subject, String.join(" ", labels), reason));
        }
    }

    private static void guestEffects(CreateMachine.Guest guest, List<Plan.Effect> effects) {
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

    static Network network(CreateMachine wanted) {
        return wanted.network() == null ? Network.HOST : wanted.network();
    }

    static Firmware firmware(CreateMachine wanted, Master master) {
        return wanted.firmware() == null ? master.firmware() : wanted.firmware();
    }

    static int vcpus(CreateMachine wanted, Master master) {
        return wanted.vcpus() == null ? master.vcpus() : wanted.vcpus();
    }

    /** Size of its first disk. */
    static long diskBytes(CreateMachine wanted, Master master) {
        return wanted.diskMiB() == null ? master.virtualSize() : Math.max(wanted.diskMiB() << 20, master.virtualSize());
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

    /** Where it goes; only asked for when nothing is wrong. */
    Decision chosen() {
        if (placement == null || placement.chosen() == null) {
            throw new IllegalStateException("A plan without findings has a host");
        }
        return placement;
    }

    String hostId() {
        return chosen().ranking().getFirst().choice().hostId();
    }

    boolean feasible() {
        return findings.isEmpty();
    }

    /** The same, and something else is made or changed. */
    ClonePlan with(Plan.Effect effect) {
        List<Plan.Effect> all = new ArrayList<>(effects);
        all.add(effect);
        return new ClonePlan(findings, all, refused, ranking, placement);
    }

    List<Fault> faults() {
        return findings.stream().map(Finding::fault).toList();
    }

    /**
     * Throws what is wrong, all at once: by its own type when there is one, as an invalid request when there are several. Without
     * suggestions: they have not been tried, which takes longer than everybody else should wait; a dry run does it.
     */
    void orElseThrow() {
        refuse(findings.stream()
                .map(finding -> new Finding(finding.type(), finding.fault().suggesting(List.of())))
                .toList());
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
