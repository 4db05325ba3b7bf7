package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddDisk;
import io.pando.api.Amounts;
import io.pando.api.Certificate;
import io.pando.api.CommandResult;
import io.pando.api.CreateSnapshot;
import io.pando.api.ExecuteCommand;
import io.pando.api.Job;
import io.pando.api.Limits;
import io.pando.api.Machine;
import io.pando.api.ProblemType;
import io.pando.api.Quota;
import io.pando.api.RenameMachine;
import io.pando.api.RevertMachine;
import io.pando.api.Snapshot;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Kept states of a real machine: taken while it runs and while it is off, gone back to, merged. */
@OnPando
class SnapshotTest {

    @Test
    void aMachineGoesBackToWhatItWas(Installation pando) {
        PandoClient member = pando.newMember();
        Machine machine = member.awaitMachine(
                member.createMachine(pando.freshName("back"), pando.tiny().name()), Installation.PATIENCE);
        String id = machine.id();
        end(member, member.change("POST", id, "disks", new AddDisk(64 << 20)));

        Amounts alone = used(pando, machine);

        // Two disks of a running machine at one moment.
        write(member, id, "one");
        take(member, id, "first", false);
        assertThat(member.snapshot(id, "first").consistency())
                .isIn(Snapshot.Consistency.QUIESCED, Snapshot.Consistency.CRASH);

        // With its memory: a program that runs goes on.
        write(member, id, "two");
        member.shell(
                id,
                "(n=0; while :; do n=$((n+1)); echo $n >/run/counter; sleep 0.2; done) </dev/null >/dev/null 2>&1 & echo started");
        take(member, id, "warm", true);
        String boot = member.shell(id, "cat /proc/sys/kernel/random/boot_id");
        write(member, id, "three");
        take(member, id, "third", false);
        assertThat(member.snapshots(id)).extracting(Snapshot::name).containsExactly("first", "warm", "third");
        assertThat(member.snapshot(id, "third").current()).isTrue();
        assertThat(used(pando, machine).diskBytes() - alone.diskBytes())
                .as("what the snapshots are charged")
                .isEqualTo(
                        member.snapshots(id).stream().mapToLong(Snapshot::size).sum());
        assertThat(member.snapshot(id, "third").parentId())
                .isEqualTo(member.snapshot(id, "warm").id());

        revert(member, id, "warm", null);
        assertThat(read(member, id)).isEqualTo("two two");
        assertThat(member.shell(id, "cat /proc/sys/kernel/random/boot_id")).isEqualTo(boot);
        assertThat(member.shell(
                        id, "a=$(cat /run/counter); sleep 1; b=$(cat /run/counter); [ $b -gt $a ] && echo counts"))
                .isEqualTo("counts");
        assertThat(member.snapshot(id, "warm").current()).isTrue();

        revert(member, id, "first", null);
        assertThat(read(member, id)).isEqualTo("one one");
        assertThat(member.shell(id, "cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(boot);

        // A branch of its own, taken while the machine is off.
        write(member, id, "branch");
        end(member, member.power(id, "stop"));
        take(member, id, "branch", false);
        assertThat(member.snapshot(id, "branch").consistency()).isEqualTo(Snapshot.Consistency.OFF);
        assertThat(member.snapshot(id, "branch").parentId())
                .isEqualTo(member.snapshot(id, "first").id());

        // Two are built upon the first: it goes out of sight, and nothing else changes.
        remove(member, id, "first");
        assertThat(member.snapshots(id)).extracting(Snapshot::name).containsExactly("warm", "third", "branch");
        assertThat(member.snapshot(id, "branch").parentId()).isNull();
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
        revert(member, id, "third", null);
        assertThat(read(member, id)).isEqualTo("three three");

        // In the middle of the chain, while the machine runs.
        remove(member, id, "warm");
        assertThat(read(member, id)).isEqualTo("three three");
        write(member, id, "four");
        revert(member, id, "third", new RevertMachine(false));
        assertThat(member.machine(id).state()).isEqualTo(Machine.State.STOPPED);

        // The branch, and with it everything below: what is left is one layer for each disk.
        remove(member, id, "branch");
        remove(member, id, "third");
        assertThat(member.snapshots(id)).isEmpty();
        assertThat(used(pando, machine)).isEqualTo(alone);
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
        end(member, member.power(id, "start"));
        assertThat(read(member, id)).isEqualTo("three three");
        assertThat(member.certificate(id).verdict()).isEqualTo(Certificate.Verdict.DISTINCT);
        assertThat(member.machine(id).uuid()).isEqualTo(machine.uuid());

        // Its memory is that of the machine, whatever it is called by now.
        // Linux makes this number up when it is read first: so before.
        boot = member.shell(id, "cat /proc/sys/kernel/random/boot_id");
        take(member, id, "last", true);
        end(member, member.power(id, "stop"));
        end(member, member.change("POST", id, "rename", new RenameMachine(pando.freshName("other"))));
        revert(member, id, "last", null);
        assertThat(read(member, id)).isEqualTo("three three");
        assertThat(member.shell(id, "cat /proc/sys/kernel/random/boot_id")).isEqualTo(boot);
        end(member, member.deleteMachine(id));
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    @Test
    void theProjectsQuotaCountsThem(Installation pando) {
        PandoClient member = pando.newMember();
        Machine machine = member.awaitMachine(
                member.createMachine(pando.freshName("full"), pando.tiny().name()), Installation.PATIENCE);
        String snapshots = "/machines/" + machine.id() + "/snapshots";
        long used = used(pando, machine).diskBytes();
        pando.administrator()
                .put(quota(machine), new Limits(null, null, null, used + (1 << 20), null))
                .demandSuccess();

        var refused = member.post(snapshots, new CreateSnapshot("too much", null, true));
        assertThat(refused.problem().type()).isEqualTo(ProblemType.QUOTA_EXCEEDED.uri());
        assertThat(refused.problem().detail()).contains("GiB of disk");
        assertThat(member.snapshots(machine.id())).isEmpty();
        assertThat(used(pando, machine).diskBytes()).isEqualTo(used);

        pando.administrator().put(quota(machine), Limits.NONE).demandSuccess();
        take(member, machine.id(), "fits", true);
        assertThat(used(pando, machine).diskBytes()).isGreaterThan(used);
        end(member, member.deleteMachine(machine.id()));
        assertThat(used(pando, machine)).isEqualTo(Amounts.NONE);
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    /** What the machine's project, which is its owner's, takes. */
    private static Amounts used(Installation pando, Machine machine) {
        return pando.administrator().get(quota(machine)).as(Quota.class).used();
    }

    private static String quota(Machine machine) {
        return "/projects/" + machine.project().id() + "/quota";
    }

    /** To both disks, and down to the last layer. */
    private static void write(PandoClient member, String id, String text) {
        member.shell(
                id,
                "echo %s >/root/kept; sync; echo %s | dd of=/dev/vdb conv=fsync 2>/dev/null; sync"
                        .formatted(text, text));
    }

    private static String read(PandoClient member, String id) {
        return Poll.until("the guest's answer", Installation.PATIENCE, () -> {
            var answer = member.post(
                    "/machines/" + id + "/exec",
                    new ExecuteCommand(
                            List.of("/bin/sh", "-c", "echo $(cat /root/kept) $(head -n 1 /dev/vdb)"), null, null));
            return answer.status() == 200
                    ? Optional.of(answer.as(CommandResult.class).output().strip())
                    : Optional.empty();
        });
    }

    private static void take(PandoClient member, String id, String name, boolean memory) {
        end(member, member.change("POST", id, "snapshots", new CreateSnapshot(name, null, memory)));
        assertThat(member.snapshot(id, name).state()).isEqualTo(Snapshot.State.READY);
    }

    private static void revert(PandoClient member, String id, String name, @Nullable RevertMachine how) {
        String snapshot = member.snapshot(id, name).id();
        end(member, member.change("POST", id, "snapshots/" + snapshot + "/revert", how));
    }

    private static void remove(PandoClient member, String id, String name) {
        end(
                member,
                member.change(
                        "DELETE", id, "snapshots/" + member.snapshot(id, name).id(), null));
    }

    private static Job end(PandoClient member, Job job) {
        return member.awaitDone(job, Installation.PATIENCE);
    }
}
