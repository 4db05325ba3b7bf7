package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.Project;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.problem.ProblemException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EachDatabase
class GroupProjectsTest {
    private static final Caller ADMINISTRATOR = new Caller("a", "admin", Role.ADMINISTRATOR, "c");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final PasswordHasher hasher = new PasswordHasher();
    private final Database database;
    private final ProjectStore projects;
    private final MemberStore memberStore;
    private final Members members;
    private final GroupProjects groups;
    private final User owner;
    private final User ada;
    private final Project lab;

    GroupProjectsTest(TestDatabase test) {
        database = test.database();
        projects = new ProjectStore(database);
        memberStore = new MemberStore(database);
        UserStore userStore = new UserStore(database);
        GroupRoleStore store = new GroupRoleStore(database);
        Users users = new Users(
                userStore, new CredentialStore(database), new Revocations(event -> {}), hasher, database, clock);
        members = new Members(
                memberStore,
                store,
                projects,
                new ProjectAccess(projects, memberStore, userStore),
                users,
                event -> {},
                database,
                clock);
        groups = new GroupProjects(store, projects, memberStore, members, database, clock);
        owner = person("owner", userStore);
        ada = person("ada", userStore);
        lab = project();
    }

    private User person(String beginning, UserStore store) {
        String id = UUID.randomUUID().toString();
        User user = new User(id, beginning + "-" + id.substring(0, 8), beginning, Role.MEMBER, clock.instant());
        store.insert(user, "hash");
        return user;
    }

    private Project project() {
        String id = UUID.randomUUID().toString();
        Project project = ProjectStore.project(id, "lab-" + id.substring(0, 8), "", Project.Kind.TEAM, clock.instant());
        projects.insert(project, owner.id());
        return project;
    }

    @AfterEach
    void stop() {
        hasher.stop();
    }

    private void signsIn(Map<String, ProjectRole> granted) {
        groups.apply(ada, "corp", granted);
    }

    private void is(ProjectRole role) {
        assertThat(memberStore.role(lab.id(), ada.id())).contains(role);
    }

    private void isNobody() {
        assertThat(memberStore.role(lab.id(), ada.id())).isEmpty();
    }

    @Test
    void isWhatTheGroupsSayAtEachSignIn() {
        signsIn(Map.of(lab.name(), ProjectRole.MEMBER));
        is(ProjectRole.MEMBER);
        signsIn(Map.of(lab.name(), ProjectRole.MEMBER));
        is(ProjectRole.MEMBER);
        signsIn(Map.of(lab.name(), ProjectRole.VIEWER));
        is(ProjectRole.VIEWER);
        signsIn(Map.of());
        isNobody();
    }

    @Test
    void keepsWhatPeopleGranted() {
        members.set(ADMINISTRATOR, lab.id(), ada.id(), ProjectRole.VIEWER);
        signsIn(Map.of(lab.name(), ProjectRole.OWNER));
        is(ProjectRole.OWNER);
        signsIn(Map.of());
        is(ProjectRole.VIEWER);
        signsIn(Map.of(lab.name(), ProjectRole.VIEWER));
        members.set(ADMINISTRATOR, lab.id(), ada.id(), ProjectRole.OWNER);
        signsIn(Map.of(lab.name(), ProjectRole.VIEWER));
        is(ProjectRole.OWNER);
    }

    @Test
    void keepsAnInvitationThatWasTakenUp() {
        signsIn(Map.of(lab.name(), ProjectRole.MEMBER));
        database.inTransaction(() -> members.join(lab.id(), ada.id(), ProjectRole.VIEWER));
        is(ProjectRole.MEMBER);
        signsIn(Map.of());
        is(ProjectRole.VIEWER);
    }

    @Test
    void hasTheMostThatSeveralProvidersGrant() {
        signsIn(Map.of(lab.name(), ProjectRole.MEMBER));
        groups.apply(ada, "partner", Map.of(lab.name(), ProjectRole.VIEWER));
        is(ProjectRole.MEMBER);
        signsIn(Map.of());
        is(ProjectRole.VIEWER);
        groups.apply(ada, "partner", Map.of());
        isNobody();
    }

    /** An owner can put somebody out at once; for good that is done at the provider. */
    @Test
    void whatPeopleDecideHoldsUntilTheNextSignIn() {
        signsIn(Map.of(lab.name(), ProjectRole.OWNER));
        members.set(ADMINISTRATOR, lab.id(), ada.id(), ProjectRole.VIEWER);
        is(ProjectRole.VIEWER);
        groups.apply(ada, "partner", Map.of());
        is(ProjectRole.VIEWER);
        members.remove(ADMINISTRATOR, lab.id(), ada.id());
        isNobody();
        signsIn(Map.of(lab.name(), ProjectRole.OWNER));
        is(ProjectRole.OWNER);
        signsIn(Map.of());
        isNobody();
    }

    @Test
    void passesOverWhatIsNoProjectOfATeam() {
        signsIn(Map.of("nowhere", ProjectRole.MEMBER, owner.name(), ProjectRole.OWNER, lab.name(), ProjectRole.VIEWER));
        is(ProjectRole.VIEWER);
        assertThat(memberStore.rolesOf(ada.id())).containsOnlyKeys(ada.id(), lab.id());
    }

    @Test
    void neverLeavesAProjectWithoutAnOwner() {
        signsIn(Map.of(lab.name(), ProjectRole.OWNER));
        members.remove(ADMINISTRATOR, lab.id(), owner.id());
        signsIn(Map.of());
        is(ProjectRole.OWNER);
        members.set(ADMINISTRATOR, lab.id(), owner.id(), ProjectRole.OWNER);
        members.remove(ADMINISTRATOR, lab.id(), ada.id());
        isNobody();
        assertThatThrownBy(() -> members.remove(ADMINISTRATOR, lab.id(), owner.id()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void forgetsAProjectThatIsGone() {
        signsIn(Map.of(lab.name(), ProjectRole.MEMBER));
        database.inTransaction(() -> projects.delete(lab.id()));
        assertThat(database.reader()
                        .sql("SELECT count(*) FROM group_role WHERE project_id = ?")
                        .param(lab.id())
                        .query(Long.class)
                        .single())
                .isZero();
        signsIn(Map.of(lab.name(), ProjectRole.MEMBER));
        isNobody();
    }
}
