package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.access.CredentialStore.Credential;
import io.pando.access.CredentialStore.Kind;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.paging.Paging;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

@EachDatabase
class CredentialStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final Database database;
    private final CredentialStore store;
    private final UserStore users;
    private final User ada = new User(UUID.randomUUID().toString(), name(), "Ada", Role.MEMBER, NOW);

    CredentialStoreTest(TestDatabase test) {
        database = test.database();
        store = new CredentialStore(database);
        users = new UserStore(database);
    }

    @BeforeEach
    void add() {
        assertThat(users.insert(ada, "hash")).isTrue();
    }

    @Test
    void findsByTheSecretOfTheSameKindOnly() {
        Credential token = insert(Kind.TOKEN, "laptop", null);
        byte[] hash = Secret.hash(token.id());
        assertThat(store.findBySecret(Kind.TOKEN, hash)).contains(token);
        assertThat(store.findBySecret(Kind.SESSION, hash)).isEmpty();
        assertThat(store.findBySecret(Kind.TOKEN, Secret.hash("other"))).isEmpty();
        assertThat(store.find(token.id())).contains(token);
    }

    @Test
    void keepsEachSecretOnce() {
        Credential token = insert(Kind.TOKEN, "laptop", null);
        Credential same = new Credential("other", Kind.TOKEN, "x", ada, NOW, null, NOW);
        assertThatThrownBy(() -> store.insert(same, Secret.hash(token.id()))).isInstanceOf(DataAccessException.class);
    }

    @Test
    void notesUseOnceAMinute() {
        Credential session = insert(Kind.SESSION, "", NOW);
        Instant later = NOW.plusSeconds(30);
        store.use(session.id(), later, later.minusSeconds(60), later.plusSeconds(100));
        assertThat(store.find(session.id())).contains(session);
        Instant muchLater = NOW.plusSeconds(60);
        store.use(session.id(), muchLater, muchLater.minusSeconds(60), muchLater.plusSeconds(100));
        assertThat(store.find(session.id()).orElseThrow().lastUsedAt()).isEqualTo(muchLater);
        assertThat(store.find(session.id()).orElseThrow().expiresAt()).isEqualTo(muchLater.plusSeconds(100));
    }

    @Test
    void notesTheFirstUseOfAToken() {
        Credential token = insert(Kind.TOKEN, "laptop", null);
        store.use(token.id(), NOW, NOW.minusSeconds(60), token.expiresAt());
        assertThat(store.find(token.id()).orElseThrow().lastUsedAt()).isEqualTo(NOW);
    }

    @Test
    void listsOnesOwnTokensNewestFirst() {
        Credential old = insert(Kind.TOKEN, "old", null);
        Credential recent = new Credential(
                UUID.randomUUID().toString(), Kind.TOKEN, "recent", ada, NOW.plusSeconds(1), null, NOW.plusSeconds(9));
        store.insert(recent, Secret.hash(recent.id()));
        insert(Kind.SESSION, "", NOW);
        assertThat(store.list(ada.id(), Kind.TOKEN, new Paging(10, 0))).containsExactly(recent, old);
        assertThat(store.list(ada.id(), Kind.TOKEN, new Paging(1, 1))).containsExactly(old);
        assertThat(store.count(ada.id(), Kind.TOKEN)).isEqualTo(2);
        assertThat(store.list("nobody", Kind.TOKEN, new Paging(10, 0))).isEmpty();
    }

    @Test
    void deletesOnlyWhatIsTheOwnersAndOfThatKind() {
        Credential token = insert(Kind.TOKEN, "laptop", null);
        assertThat(store.delete(token.id(), "somebody else", Kind.TOKEN)).isFalse();
        assertThat(store.delete(token.id(), ada.id(), Kind.SESSION)).isFalse();
        assertThat(store.delete(token.id(), ada.id(), Kind.TOKEN)).isTrue();
        assertThat(store.delete(token.id(), ada.id(), Kind.TOKEN)).isFalse();
    }

    @Test
    void deletesAllOfAnAccountAndSaysWhich() {
        Credential token = insert(Kind.TOKEN, "laptop", null);
        Credential session = insert(Kind.SESSION, "", NOW);
        assertThat(database.inTransaction(() -> store.deleteAllOf(ada.id())))
                .containsExactlyInAnyOrder(token.id(), session.id());
        assertThat(store.find(token.id())).isEmpty();
    }

    @Test
    void forgetsWhatEndedLongAgo() {
        Credential token = insert(Kind.TOKEN, "laptop", null);
        store.deleteExpiredBefore(token.expiresAt());
        assertThat(store.find(token.id())).isPresent();
        store.deleteExpiredBefore(token.expiresAt().plus(Duration.ofNanos(1_000)));
        assertThat(store.find(token.id())).isEmpty();
    }

    private Credential insert(Kind kind, String name, @Nullable Instant lastUsedAt) {
        Credential credential =
                new Credential(UUID.randomUUID().toString(), kind, name, ada, NOW, lastUsedAt, NOW.plusSeconds(3_600));
        store.insert(credential, Secret.hash(credential.id()));
        return credential;
    }

    private static String name() {
        return "a" + UUID.randomUUID().toString().substring(0, 13);
    }
}
