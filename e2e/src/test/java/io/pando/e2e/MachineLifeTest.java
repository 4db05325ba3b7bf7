package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.CommandResult;
import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.ExecuteCommand;
import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.StopMachine;
import io.pando.e2e.fixture.GuestOracle;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine from its request to its end, by both ways into a guest and both ways to copy a disk. */
@OnPando
class MachineLifeTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRheSBvZiB0aGUgdHJlZXMgdGhhdCB0cmVtYmxl ada@example";
    private static final String PASSWORD = "aspen leaves: \"tremble\" $HOME 'all day'";

    @ParameterizedTest
    @CsvSource({"AGENT, LINKED", "CONSOLE, FULL"})
    void whatWasAskedForHoldsAfterTheRestart(GuestAccess way, Copy copy, Installation pando) throws IOException {
        Image image = pando.tiny(way);
        assertThat(image.guestAccess()).isEqualTo(way);
        Path master = onlyFile(pando, "image-" + image.name() + "-");
        String before = Program.output("sha256sum", master.toString());
        PandoClient member = pando.newMember();
        String name = pando.freshName("life");

        Job job = member.createMachine(new CreateMachine(
                name,
                image.name(),
                copy,
                1,
                160,
                new CreateMachine.Guest(
                        name + "-host",
                        new CreateMachine.Account("ada", PASSWORD, List.of(KEY)),
                        "Europe/Berlin",
                        List.of("cat /proc/sys/kernel/random/boot_id >/root/boot-of-command"))));
        Machine machine = member.awaitMachine(job, Installation.PATIENCE);

        assertThat(machine.state()).isEqualTo(Machine.State.RUNNING);
        assertThat(machine.stale()).isFalse();
        assertThat(machine.domain())
                .isEqualTo("%s.%s.%s"
                        .formatted(pando.server().instance(), machine.owner().name(), name));
        demandSettings(way + " by Pando", name + "-host", script -> member.shell(machine.id(), script));
        // The image has both ways in: what was set by one is looked at by the agent, and without Pando.
        demandSettings(way + " by the agent", name + "-host", script -> GuestOracle.shell(machine.domain(), script));
        demandCertificate(member.certificate(machine.id()), machine);
        demandDisk(pando, machine, copy, master);
        assertThat(Program.output("sha256sum", master.toString()))
                .as("the master's bytes")
                .isEqualTo(before);

        member.awaitDone(member.deleteMachine(machine.id()), Installation.PATIENCE);
        assertThat(member.get("/machines/" + machine.id()).status()).isEqualTo(404);
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    private interface Guest {
        String shell(String script);
    }

    private static void demandSettings(String who, String hostname, Guest guest) {
        assertThat(guest.shell("hostname; cat /etc/hostname")).as(who).isEqualTo(hostname + "\n" + hostname);
        assertThat(guest.shell("date +%Z")).as(who).isIn("CET", "CEST");
        assertThat(guest.shell("cat /home/ada/.ssh/authorized_keys")).as(who).isEqualTo(KEY);
        demandPassword(who, guest.shell("grep ^ada: /etc/shadow | cut -d : -f 2"), PASSWORD, true);
        demandPassword(
                who, guest.shell("grep ^root: /etc/shadow | cut -d : -f 2"), Installation.ACCOUNT.password(), false);
        assertThat(guest.shell("cat /root/boot-of-command"))
                .as("%s: the start at which the command ran, and the present one", who)
                .matches("[0-9a-f-]{36}")
                .isNotEqualTo(guest.shell("cat /proc/sys/kernel/random/boot_id"));
    }

    /** Computes the hash anew by the host's openssl. */
    private static void demandPassword(String who, String hash, String password, boolean matches) {
        assertThat(hash).as(who).startsWith("$6$");
        String salt = List.of(hash.split("\\$", -1)).get(2);
        Program.Ended computed = Program.run(
                List.of("openssl", "passwd", "-6", "-salt", salt, "-stdin"), java.util.Map.of(), password + "\n");
        assertThat(computed.output().strip().equals(hash))
                .as("%s: the password is the one asked for", who)
                .isEqualTo(matches);
    }

    private static void demandCertificate(Certificate certificate, Machine machine) {
        assertThat(certificate.verdict()).as(certificate.summary()).isEqualTo(Certificate.Verdict.DISTINCT);
        assertThat(certificate.comparisons())
                .filteredOn(
                        comparison -> List.of("hostname", "machine-id", "ssh-host-keys", "domain-uuid", "domain-mac")
                                .contains(comparison.field()))
                .hasSize(5)
                .allSatisfy(comparison -> {
                    assertThat(comparison.result()).as(comparison.field()).isEqualTo(Certificate.Result.DISTINCT);
                    assertThat(comparison.own())
                            .as(comparison.field())
                            .doesNotContainAnyElementsOf(comparison.masters());
                });
        assertThat(certificate.comparisons())
                .filteredOn(comparison -> comparison.field().equals("domain-uuid"))
                .allSatisfy(comparison -> assertThat(comparison.own()).containsExactly(machine.uuid()));
    }

    private static void demandDisk(Installation pando, Machine machine, Copy copy, Path master) {
        String described = Program.output(
                "qemu-img",
                "info",
                "--force-share",
                pando.server().poolFolder().resolve(machine.disk()).toString());
        if (copy == Copy.LINKED) {
            assertThat(described).contains("backing file: " + master);
        } else {
            assertThat(described).doesNotContain("backing file");
        }
    }

    private static Path onlyFile(Installation pando, String beginning) throws IOException {
        try (Stream<Path> files = Files.list(pando.server().poolFolder())) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(beginning))
                    .toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    @Test
    void aMachineIsSwitchedInEveryWay(Installation pando) {
        PandoClient member = pando.newMember();
        Machine machine = member.awaitMachine(
                member.createMachine(pando.freshName("power"), pando.tiny().name()), Installation.PATIENCE);
        String id = machine.id();

        // Suspended and resumed: what ran goes on.
        String boot = bootId(member, id);
        member.shell(
                id,
                "(n=0; while :; do n=$((n+1)); echo $n >/run/counter; sleep 0.2; done) </dev/null >/dev/null 2>&1 & echo $! >/run/counting");
        end(member, member.power(id, "suspend"), Machine.State.SUSPENDED);
        assertThat(member.post("/machines/" + id + "/exec", new ExecuteCommand(List.of("true"), null, null))
                        .problem()
                        .type())
                .isEqualTo("urn:pando:problem:wrong-state");
        end(member, member.power(id, "resume"), Machine.State.RUNNING);
        assertThat(bootId(member, id)).isEqualTo(boot);
        assertThat(
                        member.shell(
                                id,
                                "a=$(cat /run/counter); sleep 1; b=$(cat /run/counter); kill -0 $(cat /run/counting) && [ $b -gt $a ] && echo counts"))
                .isEqualTo("counts");

        // Restarted: what ran is gone.
        end(member, member.power(id, "restart"), Machine.State.RUNNING);
        assertThat(bootId(member, id)).isNotEqualTo(boot);
        assertThat(member.shell(id, "[ -e /run/counter ] || echo fresh")).isEqualTo("fresh");

        // Stopped by the guest itself, started, and stopped by cutting its power.
        Job graceful = end(member, member.power(id, "stop"), Machine.State.STOPPED);
        assertThat(graceful.steps().getFirst().detail()).isEqualTo("the guest shut down");
        end(member, member.power(id, "start"), Machine.State.RUNNING);
        Job forced = end(
                member,
                member.post("/machines/" + id + "/stop", new StopMachine(true, null))
                        .as(Job.class),
                Machine.State.STOPPED);
        assertThat(forced.steps().getFirst().detail()).isEqualTo("power cut");
        end(member, member.deleteMachine(id), null);
    }

    private static Job end(PandoClient member, Job job, Machine.@org.jspecify.annotations.Nullable State state) {
        Job done = member.awaitDone(job, Installation.PATIENCE);
        if (state != null) {
            assertThat(member.machine(PandoClient.subject(job)).state())
                    .as(job.title())
                    .isEqualTo(state);
        }
        return done;
    }

    /** The guest may have to start first. */
    private static String bootId(PandoClient member, String id) {
        return io.pando.e2e.fixture.Poll.until("the guest's answer", Installation.PATIENCE, () -> {
            var answer = member.post(
                    "/machines/" + id + "/exec",
                    new ExecuteCommand(List.of("cat", "/proc/sys/kernel/random/boot_id"), null, null));
            return answer.status() == 200
                    ? java.util.Optional.of(
                            answer.as(CommandResult.class).output().strip())
                    : java.util.Optional.empty();
        });
    }

    @ParameterizedTest
    @CsvSource({"AGENT", "CONSOLE"})
    void commandsGetInputAndGiveTheirExitCode(GuestAccess way, Installation pando) {
        PandoClient member = pando.newMember();
        Machine machine = member.awaitMachine(
                member.createMachine(pando.freshName("exec"), pando.tiny(way).name()), Installation.PATIENCE);

        CommandResult result = member.execute(
                machine.id(),
                new ExecuteCommand(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "tr a-z A-Z; printf '%s|' \"$@\"; exit 42",
                                "sh",
                                "a b",
                                "$HOME",
                                "ä'\"\\"),
                        "first line\nänd no end of line",
                        30));

        assertThat(result.exitCode()).isEqualTo(42);
        assertThat(result.output()).isEqualTo("FIRST LINE\näND NO END OF LINEa b|$HOME|ä'\"\\|");
        assertThat(result.truncated()).isFalse();
        assertThat(member.execute(machine.id(), "no-such-program").exitCode()).isNotZero();
        member.awaitDone(member.deleteMachine(machine.id()), Installation.PATIENCE);
    }
}
