package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.Amounts;
import io.pando.api.Fault;
import io.pando.api.Limits;
import io.pando.api.ProblemType;
import io.pando.api.Quota;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

@EachDatabase
class QuotasTest {
    private static final Amounts SMALL = Amounts.machine(2, 512, 10L << 30);

    private final Database database;
    private final Quotas quotas;
    private final String project;

    QuotasTest(TestDatabase test) {
        database = test.database();
        quotas = new Quotas(new QuotaStore(database), new ProjectStore(database), database);
        project = UUID.randomUUID().toString();
        new UserStore(database)
                .insert(new User(project, "q" + project.substring(0, 8), "Q", Role.MEMBER, Instant.EPOCH), "hash");
    }

    @Test
    void ofFiftyAtOnceWithRoomForTenExactlyTenFit() throws Exception {
        quotas.set(project, new Limits(10, null, null, null, null));
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String subject = subject();
            attempts.add(() -> fits(subject, SMALL));
        }
        int fitted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                fitted += attempt.get() ? 1 : 0;
            }
        }
        assertThat(fitted).isEqualTo(10);
        assertThat(used()).isEqualTo(new Amounts(10, 20, 5_120, 100L << 30, 0));
    }

    @Test
    void aThousandRoundsOfMakingAndDeletingLeaveNothingCharged() throws Exception {
        quotas.set(project, new Limits(4, null, null, null, null));
        List<Callable<Integer>> people = new ArrayList<>();
        for (int person = 0; person < 4; person++) {
            people.add(() -> {
                for (int round = 0; round < 250; round++) {
                    String subject = subject();
                    database.inTransaction(() -> quotas.reserve(project, subject, SMALL));
                    database.inTransaction(() -> quotas.release(subject));
                }
                return 250;
            });
        }
        int rounds = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> person : threads.invokeAll(people)) {
                rounds += person.get();
            }
        }
        assertThat(rounds).isEqualTo(1_000);
        assertThat(used()).isEqualTo(Amounts.NONE);
        assertThat(quotas.charged(project)).isFalse();
    }

    @Test
    void chargesASubjectOnceHoweverOftenItIsAsked() {
        String subject = subject();
        quotas.reserve(project, subject, SMALL);
        quotas.reserve(project, subject, SMALL);
        assertThat(used()).isEqualTo(SMALL);
        quotas.reserve(project, subject, Amounts.machine(4, 1_024, 10L << 30));
        assertThat(used()).isEqualTo(Amounts.machine(4, 1_024, 10L << 30));
        quotas.release(subject);
        quotas.release(subject);
        assertThat(used()).isEqualTo(Amounts.NONE);
    }

    @Test
    void whatARequestTookIsGivenBackWhenItFails() {
        String subject = subject();
        assertThatThrownBy(() -> database.inTransaction(() -> {
                    quotas.reserve(project, subject, SMALL);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(used()).isEqualTo(Amounts.NONE);
    }

    @Test
    void saysWhatIsUsedWantedAndLeftOfEverythingThatFallsShort() {
        quotas.set(project, new Limits(1, 3, 600L, 15L << 30, 0));
        quotas.reserve(project, subject(), SMALL);
        assertThatThrownBy(() -> quotas.reserve(project, subject(), SMALL))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> {
                    assertThat(refused.type()).isEqualTo(ProblemType.QUOTA_EXCEEDED);
                    assertThat(refused.problem().faults())
                            .extracting(Fault::field)
                            .containsExactly(null, "vcpus", "memoryMiB", null);
                    assertThat(refused.problem().detail())
                            .contains("may have 1 machines and has 1: 1 more are wanted, 0 are left");
                });
        assertThat(quotas.shortfalls(project, "machine:new", SMALL)).hasSize(4);
        assertThat(used()).isEqualTo(SMALL);
    }

    @Test
    void whatIsAboveItsLimitsMayShrinkButNotGrow() {
        String subject = subject();
        quotas.reserve(project, subject, SMALL);
        quotas.set(project, new Limits(null, 1, null, null, null));
        quotas.reserve(project, subject, SMALL);
        quotas.reserve(project, subject, Amounts.machine(2, 256, 10L << 30));
        assertThat(fits(subject, Amounts.machine(3, 256, 10L << 30))).isFalse();
        assertThat(used()).isEqualTo(Amounts.machine(2, 256, 10L << 30));
    }

    @Test
    void theUsualLimitsHoldWhereAProjectHasNoneOfItsOwn() {
        quotas.setUsual(new Limits(0, null, null, null, null));
        try {
            assertThat(fits(subject(), SMALL)).isFalse();
            assertThat(quotas.of(project)).isEqualTo(new Quota(quotas.usual(), Amounts.NONE, false));
            quotas.set(project, Limits.NONE);
            assertThat(fits(subject(), SMALL)).isTrue();
            quotas.reset(project);
            assertThat(fits(subject(), SMALL)).isFalse();
        } finally {
            quotas.setUsual(Limits.NONE);
        }
    }

    @Test
    void theSumIsThatOfTheCharges() {
        for (int i = 1; i <= 5; i++) {
            quotas.reserve(project, subject(), Amounts.machine(i, 64L * i, i));
        }
        quotas.reserve(project, "image:" + UUID.randomUUID(), Amounts.image(7));
        assertThat(used()).isEqualTo(new Amounts(5, 15, 64L * 15, 15 + 7, 1));
    }

    private boolean fits(String subject, Amounts amounts) {
        try {
            database.inTransaction(() -> quotas.reserve(project, subject, amounts));
            return true;
        } catch (ProblemException refused) {
            assertThat(refused.type()).isEqualTo(ProblemType.QUOTA_EXCEEDED);
            return false;
        }
    }

    private Amounts used() {
        return quotas.of(project).used();
    }

    private static String subject() {
        return "machine:" + UUID.randomUUID();
    }
}
