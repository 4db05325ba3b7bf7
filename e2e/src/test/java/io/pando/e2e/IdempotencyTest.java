package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateMachine;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.e2e.fixture.Answer;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** A request that is sent again has its effect once; requests for the same thing at the same time make it once. */
@OnPando
class IdempotencyTest {

    @Test
    void theSameKeyMakesOneMachineByOneJob(Installation pando) {
        PandoClient member = pando.newMember();
        String image = pando.tiny().name();
        String body = "{\"name\":\"once\",\"image\":\"%s\"}".formatted(image);
        Map<String, String> key = Map.of("Idempotency-Key", "a-key-of-mine");

        Job first = member.send("POST", "/machines", body, key).as(Job.class);
        Job again = member.send("POST", "/machines", body, key).as(Job.class);
        member.awaitDone(first, Installation.PATIENCE);
        Job afterwards = member.send("POST", "/machines", body, key).as(Job.class);

        assertThat(List.of(again.id(), afterwards.id())).containsOnly(first.id());
        assertThat(jobs(member)).hasSize(1);
        Answer other = member.send("POST", "/machines", body.replace("once", "twice"), key);
        assertThat(other.problem().type()).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED.uri());
        assertThat(member.machineNamed("twice")).isEmpty();

        // Deleted by one key twice: the second finds the job of the first, not an absent machine.
        String machine = "/machines/" + PandoClient.subject(first);
        Map<String, String> otherKey = Map.of("Idempotency-Key", "another-key");
        Job deletion = member.send("DELETE", machine, null, otherKey).as(Job.class);
        assertThat(member.send("DELETE", machine, null, otherKey).as(Job.class).id())
                .isEqualTo(deletion.id());
        member.awaitDone(deletion, Installation.PATIENCE);
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    @Test
    void ofTwentyRequestsForOneNameOneIsTaken(Installation pando) throws InterruptedException, ExecutionException {
        PandoClient member = pando.newMember();
        CreateMachine wanted = new CreateMachine("contested", pando.tiny().name(), null, null, null, null);
        List<Answer> answers;
        try (ExecutorService people = Executors.newFixedThreadPool(20)) {
            List<Callable<Answer>> requests = IntStream.range(0, 20)
                    .<Callable<Answer>>mapToObj(person -> () -> member.post("/machines", wanted))
                    .toList();
            answers = people.invokeAll(requests).stream().map(Future::resultNow).toList();
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 202)
                .hasSize(19)
                .allSatisfy(answer -> assertThat(answer.problem().type()).isEqualTo(ProblemType.NAME_TAKEN.uri()));
        assertThat(jobs(member)).hasSize(1);
        member.awaitDone(jobs(member).getFirst(), Installation.PATIENCE);
        member.awaitDone(member.deleteMachine(PandoClient.subject(jobs(member).getFirst())), Installation.PATIENCE);
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    private static List<Job> jobs(PandoClient member) {
        return member.get("/jobs").as(new TypeReference<Page<Job>>() {}).items();
    }
}
