package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import org.junit.jupiter.api.Test;

@OnPando
class MachineLifeTest {

    @Test
    void clonesOfOneImageHaveNothingInCommon(Installation pando) {
        PandoClient member = pando.newMember();
        String image = pando.tiny().name();
        Job job = member.createMachine(pando.freshName("life"), image);
        Machine machine = member.awaitMachine(job, Installation.PATIENCE);

        assertThat(machine.state()).isEqualTo(Machine.State.RUNNING);
        Certificate certificate = member.certificate(machine.id());
        assertThat(certificate.verdict()).isEqualTo(Certificate.Verdict.DISTINCT);
        assertThat(member.shell(machine.id(), "hostname")).isEqualTo(machine.hostname());
    }
}
