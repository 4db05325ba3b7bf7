package io.pando.e2e.browser;

import io.pando.api.CreateMachine;
import io.pando.api.CreateUser;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Role;
import io.pando.e2e.fixture.Checkout;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What people do with the page, on real guests. Only the order is given: each scenario stands alone. */
@OnPando
@Tag("browser")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {

    /** Somebody with an account. */
    private record Person(String name, String password, PandoClient client) {
        static Person join(Installation pando, String beginning) {
            String name = pando.freshName(beginning);
            String password = UUID.randomUUID().toString();
            pando.administrator()
                    .post("/users", new CreateUser(name, null, password, Role.MEMBER))
                    .demandSuccess();
            return new Person(
                    name,
                    password,
                    PandoClient.signIn(pando.server().address(), name, password).asProgram());
        }

        /** A machine with an account that this person can log in to. */
        Job create(Installation pando, String machine) {
            return client.createMachine(new CreateMachine(
                    machine,
                    pando.tiny().name(),
                    null,
                    null,
                    null,
                    new CreateMachine.Guest(null, new CreateMachine.Account("ada", password, null), null, null)));
        }
    }

    private static Person person;
    private static Job creation;

    @BeforeAll
    static void prepare(Installation pando) {
        Scenario.install();
        person = Person.join(pando, "ada");
        // Made while the first scenario runs.
        creation = person.create(pando, "stage");
    }

    @AfterAll
    static void tidyUp() {
        Machine stage = machine();
        person.client().awaitDone(person.client().deleteMachine(stage.id()), Installation.PATIENCE);
    }

    private static Machine machine() {
        return person.client().awaitMachine(creation, Installation.PATIENCE);
    }

    private static Map<String, String> settings(Installation pando, Person person) {
        return new HashMap<>(Map.of(
                "PANDO_URL", pando.server().address().toString(),
                "PANDO_IMAGE", pando.tiny().name(),
                "PANDO_IMAGE_FILE", Checkout.sampleImage("tiny").toString(),
                "PANDO_ADMINISTRATOR_TOKEN", pando.administrator().token(),
                "PANDO_ADMINISTRATOR_PASSWORD", pando.server().administratorPassword(),
                "PANDO_NAME", person.name(),
                "PANDO_PASSWORD", person.password(),
                "PANDO_TOKEN", person.client().token()));
    }

    /** Of the person who has the machine, which runs and which nobody is logged in to. */
    private static Map<String, String> onStage(Installation pando) {
        Map<String, String> settings = settings(pando, person);
        settings.put("PANDO_MACHINE", machine().id());
        return settings;
    }

    private static Map<String, String> withSomebodyElse(Installation pando) {
        Person other = Person.join(pando, "mallory");
        Map<String, String> settings = onStage(pando);
        settings.put("PANDO_OTHER_NAME", other.name());
        settings.put("PANDO_OTHER_PASSWORD", other.password());
        settings.put("PANDO_OTHER_TOKEN", other.client().token());
        return settings;
    }

    @Test
    @Order(1)
    void typesIntoAMachineAndSeesTheResultOnItsScreen(Installation pando) {
        Scenario.of("screen").run(settings(pando, Person.join(pando, "grace")));
    }

    @Test
    @Order(2)
    void logsInOnTheSerialConsole(Installation pando) {
        Scenario.of("serial").run(onStage(pando));
    }

    @Test
    @Order(3)
    void worksWithTheKeyboardAlone(Installation pando) {
        Scenario.of("keyboard").run(onStage(pando));
    }

    @Test
    @Order(4)
    void consoleOpensOnlyForWhomItIsFor(Installation pando) {
        Scenario.of("rights").run(withSomebodyElse(pando));
    }

    @Test
    @Order(5)
    void somebodyElseSeesNothingOfIt(Installation pando) {
        Scenario.of("strangers").run(withSomebodyElse(pando));
    }

    @Test
    @Order(6)
    void everyPageAndDialogIsAccessibleInBothThemes(Installation pando) {
        Scenario.of("accessibility").run(onStage(pando));
    }

    @Test
    @Order(7)
    void noTextOfOthersRunsAsAScript(Installation pando) {
        Scenario.of("hostile").run(onStage(pando));
    }

    @Test
    @Order(8)
    void consoleFollowsThePowerOfItsMachine(Installation pando) {
        Scenario.of("power").run(onStage(pando));
    }

    @Test
    @Order(9)
    void machineGoesBackToASnapshot(Installation pando) {
        Scenario.of("snapshots").run(onStage(pando));
    }

    @Test
    @Order(10)
    void projectIsJoinedAndItsQuotaHolds(Installation pando) {
        Scenario.of("projects").run(settings(pando, Person.join(pando, "joan")));
    }

    @Test
    @Order(11)
    void auditTellsWhatWasDoneAndRefused(Installation pando) {
        Scenario.of("audit").run(settings(pando, Person.join(pando, "barbara")));
    }

    @Test
    @Order(12)
    void fileBecomesAnImageOrIsRefused(Installation pando) {
        Scenario.of("upload").run(settings(pando, Person.join(pando, "karen")));
    }
}
