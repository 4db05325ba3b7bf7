package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddDisk;
import io.pando.api.AddNic;
import io.pando.api.CommandResult;
import io.pando.api.ConnectNic;
import io.pando.api.ExecuteCommand;
import io.pando.api.Hardware;
import io.pando.api.InsertMedium;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Plan;
import io.pando.api.RenameMachine;
import io.pando.api.ResizeMachine;
import io.pando.api.SetBootOrder;
import io.pando.e2e.fixture.Disc;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.Poll;
import io.pando.e2e.fixture.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a machine is made of changes under a real guest, which sees it. */
@OnPando
class HardwareTest {
    private static final long MIB = 1 << 20;

    @Test
    void aMachineIsRenamedAndResizedWithItsFileSystem(Installation pando) {
        PandoClient member = pando.newMember();
        Machine machine = machine(pando, member, "size");
        String id = machine.id();

        // The disk of a running machine, and the file system on it.
        long before = rootMiB(member, id);
        Job grown = end(member, member.change("POST", id, "resize", new ResizeMachine(null, null, null, 384 * MIB)));
        assertThat(grown.steps().getLast().detail()).contains("ext4 file system on / has");
        assertThat(rootMiB(member, id)).isGreaterThan(before + 100);
        assertThat(member.shell(id, "cat /sys/block/vda/size")).isEqualTo(String.valueOf(384 * MIB / 512));
        assertThat(member.machine(id).hardware().disks().getFirst().size()).isEqualTo(384 * MIB);

        // Processors and memory of a running machine wait for a restart, and the plan says so.
        Plan plan = member.post("/machines/" + id + "/resize?dryRun=true", new ResizeMachine(2, 192, null, null))
                .as(Plan.class);
        assertThat(plan.effects())
                .extracting(Plan.Effect::reason)
                .containsOnly("holds after it was switched off and on");
        end(member, member.change("POST", id, "resize", new ResizeMachine(2, 192, null, null)));
        assertThat(member.machine(id).hardware().pending()).contains("2 vCPU").contains("192 MiB");
        assertThat(member.shell(id, "nproc")).isEqualTo("1");

        // A running domain keeps its name until its next start.
        String name = pando.freshName("renamed");
        end(member, member.change("POST", id, "rename", new RenameMachine(name)));
        assertThat(member.machine(id).name()).isEqualTo(name);
        end(member, member.power(id, "stop"));

        // Off: grown at once, its file system when it is started.
        end(member, member.change("POST", id, "resize", new ResizeMachine(null, null, null, 512 * MIB)));
        Job start = end(member, member.power(id, "start"));
        assertThat(start.steps().getLast().detail()).contains("ext4 file system on / has");
        assertThat(rootMiB(member, id)).isGreaterThan(before + 200);
        assertThat(member.shell(id, "nproc")).isEqualTo("2");
        Machine now = member.machine(id);
        assertThat(now.hardware().pending()).isNull();
        assertThat(now.domain()).endsWith("." + name);
        assertThat(Program.output("virsh", "-c", "qemu:///system", "domstate", now.domain())
                        .strip())
                .isEqualTo("running");

        end(member, member.power(id, "stop"));
        String again = pando.freshName("renamed");
        end(member, member.change("POST", id, "rename", new RenameMachine(again)));
        assertThat(Program.output(
                                "virsh",
                                "-c",
                                "qemu:///system",
                                "domstate",
                                member.machine(id).domain())
                        .strip())
                .isEqualTo("shut off");
        end(member, member.deleteMachine(id));
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    @Test
    void disksAndNetworkCardsComeAndGoWhileItRuns(Installation pando) {
        PandoClient member = pando.newMember();
        Machine machine = machine(pando, member, "plug");
        String id = machine.id();

        end(member, member.change("POST", id, "disks", new AddDisk(64 * MIB)));
        awaitShell(member, id, "cat /sys/block/vdb/size", String.valueOf(64 * MIB / 512));
        assertThat(member.shell(id, "cat /sys/block/vdb/serial")).isEqualTo("vdb");
        assertThat(member.shell(id, "printf pando | dd of=/dev/vdb conv=fsync 2>/dev/null; head -c 5 /dev/vdb"))
                .isEqualTo("pando");
        end(member, member.change("POST", id, "resize", new ResizeMachine(null, null, "vdb", 96 * MIB)));
        awaitShell(member, id, "cat /sys/block/vdb/size", String.valueOf(96 * MIB / 512));

        end(member, member.change("POST", id, "nics", new AddNic("52:54:00:ee:00:01", null)));
        awaitShell(member, id, "grep -l 52:54:00:ee:00:01 /sys/class/net/*/address | wc -l", "1");
        end(member, member.change("PUT", id, "nics/net1/cable", new ConnectNic(false)));
        assertThat(member.shell(id, """
                        card=$(dirname $(grep -l 52:54:00:ee:00:01 /sys/class/net/*/address))
                        ip link set ${card##*/} up; sleep 1; cat $card/carrier""")).isEqualTo("0");

        // What the definition says is what the next start has.
        end(member, member.power(id, "restart"));
        awaitShell(member, id, "cat /sys/block/vdb/size; head -c 5 /dev/vdb", 96 * MIB / 512 + "\npando");

        end(member, member.change("DELETE", id, "nics/net1", null));
        end(member, member.change("DELETE", id, "disks/vdb", null));
        awaitShell(member, id, "ls /sys/block | grep -c vdb; ls /sys/class/net | grep -vc lo", "0\n1");
        assertThat(member.machine(id).hardware().disks()).hasSize(1);
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
        end(member, member.deleteMachine(id));
    }

    @Test
    void discsAreInsertedChangedAndEjected(Installation pando) throws IOException {
        PandoClient member = pando.newMember();
        Disc.write(pando.server().importFolder().resolve("first.iso"), "FIRST");
        Disc.write(pando.server().importFolder().resolve("second.iso"), "SECOND");
        Machine machine = machine(pando, member, "disc");
        String id = machine.id();

        end(member, member.change("PUT", id, "cd", new InsertMedium("first.iso")));
        assertThat(label(member, id)).isEqualTo("FIRST");

        end(member, member.change("PUT", id, "cd", new InsertMedium("second.iso")));
        assertThat(label(member, id)).isEqualTo("SECOND");
        assertThat(member.machine(id).hardware().pending()).isNull();

        end(member, member.change("PUT", id, "boot", new SetBootOrder(List.of("cd", "vda"))));
        assertThat(member.machine(id).hardware().boot()).containsExactly("cd", "vda");
        end(member, member.change("DELETE", id, "cd", null));
        assertThat(member.machine(id).hardware().cd()).isEqualTo(new Hardware.CdDrive(null));
        // An empty drive before the disk in the order: the machine starts from the disk.
        end(member, member.power(id, "restart"));
        awaitShell(member, id, "echo up", "up");

        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
        end(member, member.deleteMachine(id));
    }

    /** The name of the disc as the guest reads it. */
    private static String label(PandoClient member, String id) {
        String script =
                "for d in /dev/sr0; do [ -b $d ] && dd if=$d bs=1 skip=32808 count=32 2>/dev/null | tr -d ' \\0'; done";
        return Poll.until(
                "the disc in the guest",
                Duration.ofSeconds(60),
                () -> answer(member, id, script).filter(text -> !text.isBlank()));
    }

    private static long rootMiB(PandoClient member, String id) {
        return Long.parseLong(member.shell(id, "df -Pm / | tail -n 1 | awk '{ print $2 }'"));
    }

    private static Optional<String> answer(PandoClient member, String id, String script) {
        var answer = member.post(
                "/machines/" + id + "/exec", new ExecuteCommand(List.of("/bin/sh", "-c", script), null, null));
        return answer.status() == 200
                ? Optional.of(answer.as(CommandResult.class).output().strip())
                : Optional.empty();
    }

    private static void awaitShell(PandoClient member, String id, String script, String expected) {
        Poll.untilTrue(
                script + " to give " + expected,
                Installation.PATIENCE,
                () -> answer(member, id, script).filter(expected::equals).isPresent());
    }

    private static Machine machine(Installation pando, PandoClient member, String name) {
        return member.awaitMachine(
                member.createMachine(pando.freshName(name), pando.tiny().name()), Installation.PATIENCE);
    }

    private static Job end(PandoClient member, Job job) {
        return member.awaitDone(job, Installation.PATIENCE);
    }
}
