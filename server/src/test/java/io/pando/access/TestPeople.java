package io.pando.access;

import io.pando.api.Amounts;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import java.time.Instant;
import java.util.UUID;

/** People with accounts and projects of their own, for tests of features that ask who may do what. */
public final class TestPeople {
    private final Database database;

    public TestPeople(Database database) {
        this.database = database;
    }

    /** Somebody new, with an account and a personal project. */
    public Caller join(String beginning) {
        String id = UUID.randomUUID().toString();
        String name = beginning + "-" + id.substring(0, 8);
        new UserStore(database).insert(new User(id, name, name, Role.MEMBER, Instant.EPOCH), "hash");
        return new Caller(id, name, Role.MEMBER, UUID.randomUUID().toString());
    }

    public ProjectAccess projects() {
        return new ProjectAccess(new ProjectStore(database), new MemberStore(database), new UserStore(database));
    }

    public Quotas quotas() {
        return new Quotas(new QuotaStore(database), new ProjectStore(database), database);
    }

    /** What a person's own project takes. */
    public Amounts used(Caller person) {
        return quotas().of(person.userId()).used();
    }
}
