package io.pando.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.GuestAccess;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.e2e.fault.Boundaries.Point;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.PostgreSql;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a machine while everything is kept in PostgreSQL, with the death of the server in its middle. */
@Tag("guest")
@Tag("faults")
class PostgreSqlTest {

    @Test
    void aMachineIsMadeAndDeletedAlthoughTheServerDies() {
        try (PostgreSql database = PostgreSql.start();
                PandoServer server = PandoServer.install("pg")
                        .with("pando.database.url", database.url())
                        .with("pando.database.user", database.user())) {
            Boundaries boundaries = new Boundaries(server);
            Ledger ledger = new Ledger(server);
            boundaries.start(server);
            Installation.importTiny(server, "tiny", GuestAccess.AGENT);
            PandoClient client = server.administrator();

            boundaries.holdJobs();
            Job creation = ledger.acknowledged(client.createMachine("durable", "tiny"));
            Point held = new Point("machine.create", "customise", "AFTER_RUN");
            boundaries.stops(creation, held);
            boundaries.awaitReached(creation, 0, held, Installation.PATIENCE);
            server.killNow();
            server.start();

            // Others could be at work on such a database, so what the dead server held is free only when it has been
            // silent for a while.
            Machine machine = client.awaitMachine(creation, Duration.ofSeconds(60));
            ledger.demandBalance(Duration.ofSeconds(30));
            assertThat(client.certificate(machine.id()).verdict()).isEqualTo(Certificate.Verdict.DISTINCT);
            assertThat(client.shell(machine.id(), "hostname")).isEqualTo(machine.hostname());

            client.awaitDone(ledger.acknowledged(client.deleteMachine(machine.id())), Installation.PATIENCE);
            ledger.demandBalance(Duration.ofSeconds(30));
            assertThat(server.data().resolve("pando.db")).doesNotExist();
        }
    }
}
