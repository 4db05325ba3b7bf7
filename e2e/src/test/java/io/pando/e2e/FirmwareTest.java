package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateMachine;
import io.pando.api.Firmware;
import io.pando.api.Machine;
import io.pando.api.Plan;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Machines that start by UEFI, with a security chip, as their guests see them. */
@OnPando
class FirmwareTest {

    @Test
    void aMachineStartsByUefiAndHasAChipOfItsOwn(Installation pando) {
        PandoClient member = pando.newMember();
        CreateMachine wanted = new CreateMachine(
                pando.freshName("uefi"),
                pando.tiny().name(),
                null,
                1,
                256,
                Firmware.UEFI,
                true,
                null,
                null,
                null,
                null);
        Plan plan = member.post("/machines?dryRun=true", wanted).as(Plan.class);
        assertThat(plan.effects()).extracting(Plan.Effect::subject).contains("Firmware", "TPM");

        Machine machine = member.awaitMachine(member.createMachine(wanted), Installation.PATIENCE);

        assertThat(machine.hardware().firmware()).isEqualTo(Firmware.UEFI);
        assertThat(machine.hardware().tpm()).isTrue();
        assertThat(member.shell(machine.id(), "[ -d /sys/firmware/efi ] && echo efi"))
                .isEqualTo("efi");
        assertThat(member.shell(machine.id(), "cat /sys/class/tpm/tpm0/tpm_version_major"))
                .isEqualTo("2");
        assertThat(pando.server().poolFolder().resolve("variables-" + machine.id() + ".fd"))
                .exists();

        // Its variables are its own, and go with it.
        member.awaitDone(member.deleteMachine(machine.id()), Installation.PATIENCE);
        assertThat(Files.exists(pando.server().poolFolder().resolve("variables-" + machine.id() + ".fd")))
                .isFalse();
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }
}
