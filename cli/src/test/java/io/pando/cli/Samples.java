package io.pando.cli;

import io.pando.api.Certificate;
import io.pando.api.Copy;
import io.pando.api.Fault;
import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Hardware;
import io.pando.api.Host;
import io.pando.api.HostFeature;
import io.pando.api.Image;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Plan;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.ProjectReference;
import io.pando.api.Ranked;
import io.pando.api.Role;
import io.pando.api.Suggestion;
import io.pando.api.User;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects as the server shows them, all from the moment {@link #NOON}. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final User ADA = new User("u1", "ada", "Ada Lovelace", Role.MEMBER, NOON.minusSeconds(86_400));
    static final User BOB = new User("u2", "bob", "Bob", Role.ADMINISTRATOR, NOON.minusSeconds(86_400));

    private Samples() {}

    static Machine machine(String name) {
        return machine("id-" + name, name, Machine.State.RUNNING, ADA, List.of("10.83.0.5"), "ada");
    }

    static Machine machine(
            String id, String name, Machine.State state, User owner, List<String> addresses, @Nullable String account) {
        return new Machine(
                id,
                name,
                state,
                NOON.minusSeconds(2),
                false,
                owner,
                new ProjectReference(owner.id(), owner.name()),
                "img-1",
                "debian",
                Copy.LINKED,
                "host-1",
                "local",
                2,
                1024,
                hardware(name),
                "pando-ada-" + name,
                "6f1c0000-0000-4000-8000-000000000001",
                "ada-" + name + ".qcow2",
                addresses,
                name,
                account,
                null,
                NOON.minusSeconds(300),
                List.of(),
                null,
                null,
                42L,
                false,
                null,
                List.of());
    }

    /** Machine web2 with labels, and with an end of its time. */
    static Machine machineUntil(@Nullable Instant expiresAt, @Nullable Instant remindAt, List<String> labels) {
        Machine plain = machine("web2");
        return new Machine(
                plain.id(),
                plain.name(),
                plain.state(),
                plain.stateSeenAt(),
                plain.stale(),
                plain.owner(),
                plain.project(),
                plain.imageId(),
                plain.image(),
                plain.copy(),
                plain.hostId(),
                plain.host(),
                plain.vcpus(),
                plain.memoryMiB(),
                plain.hardware(),
                plain.domain(),
                plain.uuid(),
                plain.disk(),
                plain.addresses(),
                plain.hostname(),
                plain.account(),
                plain.screenAt(),
                plain.createdAt(),
                labels,
                expiresAt,
                remindAt,
                plain.jobId(),
                plain.busy(),
                plain.problem(),
                plain.actions());
    }

    static Hardware hardware(String machine) {
        return new Hardware(
                Firmware.BIOS,
                false,
                List.of(new Hardware.Disk("vda", "ada-" + machine + ".qcow2", 3L << 30)),
                List.of(new Hardware.Nic("net0", "52:54:00:00:00:01", true)),
                null,
                List.of("vda"),
                null);
    }

    static Image image(String name) {
        return new Image(
                "img-" + name,
                name,
                "",
                Image.State.READY,
                "Debian GNU/Linux 12 (bookworm)",
                "qcow2",
                3L << 30,
                900L << 20,
                "ab".repeat(32),
                GuestAccess.AGENT,
                24.5,
                "root",
                new Image.Defaults(1, 512),
                null,
                1,
                BOB,
                null,
                NOON.minusSeconds(7200),
                null,
                null,
                null,
                false,
                null);
    }

    static Host host() {
        return new Host(
                "host-1",
                "local",
                "qemu:///system",
                Host.State.ONLINE,
                NOON,
                null,
                "x86_64",
                "QEMU 7.2.22",
                "9.0.0",
                new Host.Processors("Xeon", 2, 1, 12.0),
                new Host.Memory(8L << 30, 6L << 30, 1L << 30),
                new Host.Acceleration(Host.Acceleration.Kind.EMULATION, "The probe's guest hung.", NOON),
                List.of(new Host.Pool("pando", "dir", "/var/lib/pando", 100L << 30, 10L << 30, 90L << 30)),
                List.of(new Host.Network("pando", "virbr1", "10.83.0.0/24", true, 1)),
                2,
                1,
                null,
                List.of("ssd"),
                false,
                true,
                List.of(HostFeature.UEFI),
                0);
    }

    static Job job(Job.State state, double percent) {
        return job(state, percent, null, "Start", List.of());
    }

    static Job job(
            Job.State state, double percent, @Nullable Problem problem, @Nullable String step, List<Job.Step> steps) {
        boolean ended = state == Job.State.DONE || state == Job.State.FAILED || state == Job.State.CANCELLED;
        return new Job(
                42,
                "machine.create",
                "Create machine web2",
                state,
                ADA,
                new ProjectReference("u1", "ada"),
                new Job.Subject("machine", "id-web2", "web2"),
                percent,
                ended ? null : 30.0,
                ended ? null : step,
                false,
                NOON,
                NOON,
                ended ? NOON.plusSeconds(38) : null,
                steps,
                problem,
                null);
    }

    static Job.Step step(String name, String title, Job.StepState state) {
        boolean ended = state == Job.StepState.DONE || state == Job.StepState.FAILED;
        return new Job.Step(
                name,
                title,
                state,
                null,
                ended ? 100 : 0,
                1,
                state == Job.StepState.PENDING ? null : NOON,
                ended ? NOON.plusMillis(400) : null,
                state == Job.StepState.FAILED ? "no space left" : null);
    }

    static Problem noSpace() {
        return Problem.of(
                ProblemType.NO_CAPACITY, "The disk of web2 does not fit on any host.", "Delete a machine.", List.of());
    }

    static Plan plan(boolean feasible) {
        return new Plan(
                "machine.create",
                "Makes web2 from debian on host local.",
                feasible,
                List.of(
                        new Plan.Effect("Disk", "linked copy of debian, 3 GiB", null),
                        new Plan.Effect("Host", "local", "it has the most free memory")),
                List.of(
                        new Plan.PlannedStep("copy-disk", "Copy the disk", 0.4),
                        new Plan.PlannedStep("start", "Start", null)),
                38.0,
                feasible
                        ? List.of()
                        : List.of(new Fault(
                                "memoryMiB",
                                "The machine needs 64 GiB of memory, and no host has it.",
                                "Ask for 6 GiB at most.")),
                List.of(new Plan.Refusal("host spare", "It does not answer.")));
    }

    static Plan mendable(Suggestion mended) {
        return new Plan(
                "machine.create",
                "Clone debian as web2 for ada",
                false,
                List.of(),
                List.of(),
                null,
                List.of(new Fault(
                        "memoryMiB",
                        "The machine needs 64 GiB of memory, and no host has it.",
                        null,
                        List.of(Suggestion.of("Ask for 512 MiB.", "memoryMiB", 512)))),
                List.of(),
                List.of(new Ranked(
                        "Image debian",
                        true,
                        150,
                        List.of(new Ranked.Line("complete", 100, "has all that is asked for")))),
                mended);
    }

    static Certificate certificate(Certificate.Verdict verdict) {
        return new Certificate(
                "id-web2",
                "web2",
                verdict,
                verdict == Certificate.Verdict.DISTINCT ? "Nothing is shared." : "The machine id is shared.",
                "debian",
                1,
                List.of(new Certificate.Comparison(
                        "machine-id",
                        "Machine id",
                        "guest",
                        List.of("aaaa"),
                        List.of("bbbb"),
                        verdict == Certificate.Verdict.DISTINCT ? List.of() : List.of("web1"),
                        verdict == Certificate.Verdict.DISTINCT
                                ? Certificate.Result.DISTINCT
                                : Certificate.Result.SHARED)),
                NOON);
    }
}
