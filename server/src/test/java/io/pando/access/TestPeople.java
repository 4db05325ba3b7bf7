package io.pando.access;

import io.pando.api.Amounts;
import io.pando.api.Project;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import java.time.Clock;
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

    public Users users() {
        return new Users(
                new UserStore(database),
                new CredentialStore(database),
                new Revocations(event -> {}),
                new PasswordHasher(),
                database,
                Clock.systemUTC());
    }

    /** A project for a team, of which somebody is the owner; its id. */
    public String team(Caller owner) {
        String id = UUID.randomUUID().toString();
        new ProjectStore(database)
                .insert(ProjectStore.project(id, "team-" + id, "", Project.Kind.TEAM, Instant.EPOCH), owner.userId());
        return id;
    }

    public void join(String projectId, Caller person, ProjectRole role) {
        new MemberStore(database).set(projectId, person.userId(), role, Instant.EPOCH);
    }

    public Quotas quotas() {
        return new Quotas(new QuotaStore(database), new ProjectStore(database), database);
    }

    /** What a person's own project takes. */
    public Amounts used(Caller person) {
        return used(person.userId());
    }

    public Amounts used(String projectId) {
        return quotas().of(projectId).used();
    }
}
