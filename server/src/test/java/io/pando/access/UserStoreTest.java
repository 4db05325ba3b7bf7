package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.paging.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EachDatabase
class UserStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final Database database;
    private final UserStore store;

    UserStoreTest(TestDatabase test) {
        database = test.database();
        store = new UserStore(database);
    }

    @Test
    void findsWhatWasAdded() {
        User user = user("m");
        assertThat(store.insert(user, "hash of it")).isTrue();
        assertThat(store.find(user.id())).contains(user);
        UserStore.Kept kept = store.findByName(user.name()).orElseThrow();
        assertThat(kept).isEqualTo(new UserStore.Kept(user, "hash of it"));
        assertThat(kept.toString()).doesNotContain("hash of it");
        assertThat(store.find("nobody")).isEmpty();
    }

    @Test
    void findsSeveralAtOnce() {
        User first = user("m");
        User second = user("m");
        store.insert(first, "");
        store.insert(second, "");
        assertThat(store.find(List.of(first.id(), second.id(), "nobody"))).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void listsByName() {
        User last = user("z");
        User first = user("a");
        store.insert(last, "");
        store.insert(first, "");
        List<User> all = store.list(null, new Paging(100, 0));
        assertThat(all).containsSubsequence(first, last).hasSize((int) store.count(null));
        assertThat(store.list(null, new Paging(1, all.indexOf(last)))).containsExactly(last);
        assertThat(store.isEmpty()).isFalse();
    }

    @Test
    void listsThoseWithWordsInTheirNamesOnly() {
        String id = UUID.randomUUID().toString();
        User byName = new User(id, "q-" + id.substring(0, 8), "Somebody", Role.MEMBER, NOW);
        User byDisplayName =
                new User(UUID.randomUUID().toString(), "r-" + id.substring(0, 8), "100 % Äda", Role.MEMBER, NOW);
        store.insert(byName, "");
        store.insert(byDisplayName, "");
        assertThat(store.list(byName.name().toUpperCase(Locale.ROOT), new Paging(100, 0)))
                .containsExactly(byName);
        assertThat(store.list("100 %", new Paging(100, 0))).containsExactly(byDisplayName);
        assertThat(store.count("100 %")).isEqualTo(1);
        assertThat(store.list("100 _", new Paging(100, 0))).isEmpty();
        assertThat(store.list(id.substring(0, 8), new Paging(1, 1))).containsExactly(byDisplayName);
    }

    @Test
    void refusesANameThatIsTaken() {
        User user = user("m");
        assertThat(store.insert(user, "")).isTrue();
        User same = new User(UUID.randomUUID().toString(), user.name(), "Other", Role.MEMBER, NOW);
        assertThat(store.insert(same, "")).isFalse();
        assertThat(store.find(same.id())).isEmpty();
    }

    @Test
    void holdsAPasswordOnlyWhileItIsTheSame() {
        User user = user("m");
        store.insert(user, "first");
        assertThat(store.holdPassword(user.id(), "first")).isTrue();
        assertThat(store.setPassword(user.id(), "second")).isTrue();
        assertThat(store.holdPassword(user.id(), "first")).isFalse();
        assertThat(store.setPassword("nobody", "x")).isFalse();
    }

    @Test
    void givesANameToOneOfManyWhoAskForItAtOnce() throws Exception {
        String name = user("m").name();
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> attempts = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        return store.insert(new User(UUID.randomUUID().toString(), name, "", Role.MEMBER, NOW), "");
                    }))
                    .toList();
            together.countDown();
            int given = 0;
            for (Future<Boolean> attempt : attempts) {
                given += attempt.get() ? 1 : 0;
            }
            assertThat(given).isEqualTo(1);
        }
    }

    private static User user(String prefix) {
        String name = prefix + UUID.randomUUID().toString().substring(0, 13);
        return new User(UUID.randomUUID().toString(), name, "Somebody", Role.ADMINISTRATOR, NOW);
    }
}
