package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AcceptInvitation;
import io.pando.api.CreateInvitation;
import io.pando.api.CreateProject;
import io.pando.api.CreateUser;
import io.pando.api.CreatedInvitation;
import io.pando.api.Fault;
import io.pando.api.InvitationOffer;
import io.pando.api.InvitationSecret;
import io.pando.api.Limits;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.Project;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.api.Quota;
import io.pando.api.Role;
import io.pando.api.SetMember;
import io.pando.api.UpdateProject;
import io.pando.api.UpdateUser;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectTest extends EdgeTest {

    // --- projects

    @Test
    void everybodyHasAPersonalOne() {
        Person person = person();
        Project own = project(
                browser().signIn(person).get("/api/v1/projects/" + person.user().name()));
        assertThat(own.id()).isEqualTo(person.user().id());
        assertThat(own.kind()).isEqualTo(Project.Kind.PERSONAL);
        assertThat(own.role()).isEqualTo(ProjectRole.OWNER);
        assertThat(browser().signIn(person).get("/api/v1/projects").body()).contains("\"total\":1");
    }

    @Test
    void aPersonalOneIsNobodyElsesAndGoesWithItsAccountOnly() {
        Person person = person();
        Browser browser = browser().signIn(person);
        String path = "/api/v1/projects/" + person.user().id();
        problem(browser.send("DELETE", path, null), ProblemType.WRONG_STATE);
        problem(browser.send("PUT", path, new UpdateProject("other", null)), ProblemType.INVALID_REQUEST);
        problem(
                browser.send("POST", path + "/invitations", new CreateInvitation(null, null, null)),
                ProblemType.WRONG_STATE);
        problem(
                administrator().send("PUT", path + "/members/admin", new SetMember(ProjectRole.OWNER)),
                ProblemType.WRONG_STATE);
        assertThat(project(browser.send("PUT", path, new UpdateProject(null, " Mine ")))
                        .description())
                .isEqualTo("Mine");
    }

    @Test
    void ofTeamsAreMadeByAdministratorsForWhomTheyLike() {
        Person ada = person();
        problem(
                browser().signIn(ada).send("POST", "/api/v1/projects", new CreateProject("x", null, null)),
                ProblemType.FORBIDDEN);
        assertThat(browser().signIn(ada).get("/api/v1/session").body()).contains("\"mayMakeProjects\":false");
        assertThat(administrator().get("/api/v1/session").body()).contains("\"mayMakeProjects\":true");
        Project project = team(ada);
        Project seen = project(browser().signIn(ada).get("/api/v1/projects/" + project.name()));
        assertThat(seen.role()).isEqualTo(ProjectRole.OWNER);
        assertThat(seen.members()).isEqualTo(1);
        problem(
                administrator().send("POST", "/api/v1/projects", new CreateProject(project.name(), null, null)),
                ProblemType.NAME_TAKEN);
        Problem wrong = problem(
                administrator()
                        .send("POST", "/api/v1/projects", new CreateProject("A/../b", "x".repeat(2_001), "none")),
                ProblemType.INVALID_REQUEST);
        assertThat(wrong.faults()).extracting(Fault::field).containsExactly("name", "description", "owner");
    }

    @Test
    void whoMayNotDoSomethingIsToldWhoCould() {
        Person ada = person();
        Person bob = person();
        Project project = team(ada);
        join(project, bob, ProjectRole.MEMBER);
        Problem problem = problem(
                browser().signIn(bob).send("PUT", path(project), new UpdateProject(null, "mine now")),
                ProblemType.FORBIDDEN);
        assertThat(problem.help()).contains(ada.user().name());
        assertThat(problem(browser().signIn(person()).get(path(project)), ProblemType.NOT_FOUND)
                        .detail())
                .doesNotContain(project.name());
    }

    @Test
    void alwaysHaveAnOwner() {
        Person ada = person();
        Person bob = person();
        Project project = team(ada);
        join(project, bob, ProjectRole.MEMBER);
        Browser browser = browser().signIn(ada);
        String self = path(project) + "/members/" + ada.user().id();
        problem(browser.send("DELETE", self, null), ProblemType.WRONG_STATE);
        problem(browser.send("PUT", self, new SetMember(ProjectRole.MEMBER)), ProblemType.WRONG_STATE);
        assertThat(browser.send(
                                "PUT",
                                path(project) + "/members/" + bob.user().name(),
                                new SetMember(ProjectRole.OWNER))
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.send("DELETE", self, null).statusCode()).isEqualTo(204);
        problem(browser.get(path(project)), ProblemType.NOT_FOUND);
    }

    @Test
    void areLeftByWhomeverLikes() {
        Person ada = person();
        Person bob = person();
        Project project = team(ada);
        join(project, bob, ProjectRole.VIEWER);
        Browser browser = browser().signIn(bob);
        problem(browser.send("DELETE", path(project) + "/members/" + ada.user().id(), null), ProblemType.FORBIDDEN);
        assertThat(browser.send(
                                "DELETE",
                                path(project) + "/members/" + bob.user().id(),
                                null)
                        .statusCode())
                .isEqualTo(204);
        problem(browser.get(path(project)), ProblemType.NOT_FOUND);
    }

    @Test
    void takeTheTokensAlongThatReachNothingElse() {
        Person ada = person();
        Project project = team(ada);
        String secret = bound(browser().signIn(ada), project);
        assertThat(send(withToken("/api/v1/session", secret)).statusCode()).isEqualTo(200);
        assertThat(browser().signIn(ada).send("DELETE", path(project), null).statusCode())
                .isEqualTo(204);
        problem(send(withToken("/api/v1/session", secret)), ProblemType.NOT_SIGNED_IN);
    }

    // --- invitations

    @Test
    void anInvitedAccountJoinsWhenItAcceptsAndOnlyThen() {
        Person ada = person();
        Person bob = person();
        Project project = team(ada);
        CreatedInvitation invitation = invite(ada, project, bob.user().name(), ProjectRole.VIEWER);
        assertThat(invitation.secret()).isNull();
        Browser browser = browser().signIn(bob);
        problem(browser.get(path(project)), ProblemType.NOT_FOUND);
        assertThat(browser.get("/api/v1/invitations").body())
                .contains(project.name(), ada.user().name());
        String accept = "/api/v1/invitations/" + invitation.invitation().id() + "/accept";
        problem(browser().signIn(person()).send("POST", accept, null), ProblemType.NOT_FOUND);
        assertThat(json.readValue(browser.send("POST", accept, null).body(), ProjectReference.class)
                        .name())
                .isEqualTo(project.name());
        assertThat(project(browser.get(path(project))).role()).isEqualTo(ProjectRole.VIEWER);
        problem(browser.send("POST", accept, null), ProblemType.NOT_FOUND);
    }

    @Test
    void aLinkHoldsOnceAndUntilItExpires() {
        Person ada = person();
        Project project = team(ada);
        String secret = String.valueOf(invite(ada, project, null, null).secret());
        assertThat(browser().signIn(ada).get(path(project) + "/invitations").body())
                .doesNotContain(secret)
                .contains("\"total\":1");
        Browser stranger = browser();
        stranger.get("/api/v1/about");
        InvitationOffer offer = json.readValue(
                stranger.send("POST", "/api/v1/invitations/look", new InvitationSecret(secret))
                        .body(),
                InvitationOffer.class);
        assertThat(offer.project()).isEqualTo(project.name());
        assertThat(offer.signUp()).isTrue();
        Browser bob = browser().signIn(person());
        assertThat(redeem(bob, secret, null).statusCode()).isEqualTo(200);
        problem(redeem(browser().signIn(person()), secret, null), ProblemType.NOT_FOUND);
        assertThat(project(bob.get(path(project))).role()).isEqualTo(ProjectRole.MEMBER);
        String late = String.valueOf(invite(ada, project, null, null).secret());
        clock.advance(Duration.ofDays(7));
        problem(redeem(browser().signIn(person()), late, null), ProblemType.NOT_FOUND);
    }

    @Test
    void aLinkMakesAnAccountWhereTheAdministratorAllowsIt() {
        Person ada = person();
        Project project = team(ada);
        String secret =
                String.valueOf(invite(ada, project, null, ProjectRole.MEMBER).secret());
        String name = "n" + UUID.randomUUID().toString().substring(0, 12);
        Browser stranger = browser();
        stranger.get("/api/v1/about");
        problem(redeem(stranger, secret, null), ProblemType.NOT_SIGNED_IN);
        problem(
                redeem(stranger, secret, new AcceptInvitation.NewAccount("Not a name", null, "long enough")),
                ProblemType.INVALID_REQUEST);
        problem(
                redeem(
                        stranger,
                        secret,
                        new AcceptInvitation.NewAccount(ada.user().name(), null, "long enough")),
                ProblemType.NAME_TAKEN);
        assertThat(redeem(stranger, secret, new AcceptInvitation.NewAccount(name, "Newcomer", "long enough"))
                        .statusCode())
                .isEqualTo(200);
        Browser newcomer = browser().signIn(name, "long enough");
        assertThat(project(newcomer.get(path(project))).role()).isEqualTo(ProjectRole.MEMBER);
        assertThat(newcomer.get("/api/v1/session").body()).contains("\"role\":\"MEMBER\"");
    }

    @Test
    void whoMayNoLongerInviteInvitesNobody() {
        Person ada = person();
        Person bob = person();
        Project project = team(ada);
        join(project, bob, ProjectRole.OWNER);
        String secret = String.valueOf(invite(bob, project, null, null).secret());
        browser()
                .signIn(ada)
                .send("DELETE", path(project) + "/members/" + bob.user().id(), null);
        problem(redeem(browser().signIn(person()), secret, null), ProblemType.WRONG_STATE);
    }

    // --- quotas

    @Test
    void haveTheUsualQuotaUnlessTheyHaveOneOfTheirOwn() {
        Person ada = person();
        Project project = team(ada);
        String path = path(project) + "/quota";
        problem(
                browser().signIn(ada).send("PUT", path, new Limits(1_000, null, null, null, null)),
                ProblemType.FORBIDDEN);
        Limits limits = new Limits(3, null, 4_096L, null, null);
        assertThat(quota(administrator().send("PUT", path, limits)).custom()).isTrue();
        assertThat(quota(browser().signIn(ada).get(path)).limits()).isEqualTo(limits);
        assertThat(quota(administrator().send("DELETE", path, null)).custom()).isFalse();
        problem(administrator().send("PUT", path, new Limits(-1, null, null, null, null)), ProblemType.INVALID_REQUEST);
    }

    // --- tokens

    @Test
    void aTokenMakesNoTokenOfMoreRightsOrALaterEndThanItsOwn() {
        Browser browser = browser().signIn(person());
        String few = secret(browser.send(
                "POST",
                "/api/v1/tokens",
                json.readTree("{\"name\":\"few\",\"rights\":[\"ACCOUNT\",\"IMAGES\"],\"lifetimeSeconds\":600}")));
        problem(make(few, "{\"name\":\"more\",\"rights\":[\"MACHINES\"]}"), ProblemType.FORBIDDEN);
        HttpResponse<String> same = make(few, "{\"name\":\"same\"}");
        assertThat(same.statusCode()).as(same.body()).isEqualTo(201);
        assertThat(same.body())
                .contains("\"rights\":[\"READ\",\"IMAGES\",\"ACCOUNT\"]")
                .contains("\"expiresAt\":\"" + clock.instant().plusSeconds(600));
    }

    @Test
    void aTokenThatIsTakenBackTakesThoseAlongThatItMade() {
        Browser browser = browser().signIn(person());
        String first = token(browser, null).secret();
        String second = secret(make(first, "{\"name\":\"second\"}"));
        String third = secret(make(second, "{\"name\":\"third\"}"));
        assertThat(send(withToken("/api/v1/session", first).DELETE()).statusCode())
                .isEqualTo(204);
        problem(send(withToken("/api/v1/session", second)), ProblemType.NOT_SIGNED_IN);
        problem(send(withToken("/api/v1/session", third)), ProblemType.NOT_SIGNED_IN);
    }

    @Test
    void aTokenOfOneProjectHasNoRightsBeyondIt() {
        Person ada = person();
        Project project = team(ada);
        Browser browser = browser().signIn(ada);
        problem(
                browser.send(
                        "POST",
                        "/api/v1/tokens",
                        json.readTree("{\"name\":\"x\",\"rights\":[\"ACCOUNT\"],\"project\":\"%s\"}"
                                .formatted(project.name()))),
                ProblemType.INVALID_REQUEST);
        String secret = bound(browser, project);
        assertThat(send(withToken("/api/v1/projects", secret)).body())
                .contains(project.name())
                .contains("\"total\":1");
        problem(send(withToken("/api/v1/tokens", secret)), ProblemType.FORBIDDEN);
    }

    // --- accounts

    @Test
    void aDisabledAccountIsOutAtOnceAndInAgainWhenItIsEnabled() {
        Person ada = person();
        Browser browser = browser().signIn(ada);
        String secret = token(browser, null).secret();
        String path = "/api/v1/users/" + ada.user().id();
        assertThat(administrator()
                        .send("PUT", path, new UpdateUser(null, null, true))
                        .statusCode())
                .isEqualTo(200);
        problem(browser.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        problem(send(withToken("/api/v1/session", secret)), ProblemType.NOT_SIGNED_IN);
        problem(browser().trySignIn(ada.user().name(), ada.password()), ProblemType.FORBIDDEN);
        problem(browser().trySignIn(ada.user().name(), "wrong"), ProblemType.WRONG_CREDENTIALS);
        administrator().send("PUT", path, new UpdateUser(null, null, false));
        browser().signIn(ada);
    }

    @Test
    void peopleChangeTheirOwnNameButNotWhatTheyMay() {
        Person ada = person();
        Browser browser = browser().signIn(ada);
        String path = "/api/v1/users/" + ada.user().id();
        assertThat(browser.send("PUT", path, new UpdateUser("Ada King", null, null))
                        .body())
                .contains("Ada King");
        problem(browser.send("PUT", path, new UpdateUser(null, Role.ADMINISTRATOR, null)), ProblemType.FORBIDDEN);
        problem(
                administrator().send("PUT", "/api/v1/users/admin", new UpdateUser(null, Role.MEMBER, null)),
                ProblemType.FORBIDDEN);
        problem(administrator().send("DELETE", "/api/v1/users/admin", null), ProblemType.WRONG_STATE);
    }

    @Test
    void anAccountIsDeletedOnceNothingNeedsIt() {
        Person ada = person();
        Project project = team(ada);
        String path = "/api/v1/users/" + ada.user().id();
        Problem kept = problem(administrator().send("DELETE", path, null), ProblemType.IN_USE);
        assertThat(kept.detail()).contains("the project " + project.name() + " as its only owner");
        administrator().send("DELETE", path(project), null);
        Browser browser = browser().signIn(ada);
        assertThat(administrator().send("DELETE", path, null).statusCode()).isEqualTo(204);
        problem(browser.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        problem(browser().trySignIn(ada.user().name(), ada.password()), ProblemType.WRONG_CREDENTIALS);
        problem(administrator().get(path), ProblemType.NOT_FOUND);
        // Its name is free again.
        assertThat(administrator()
                        .send("POST", "/api/v1/users", new CreateUser(ada.user().name(), null, "long enough", null))
                        .statusCode())
                .isEqualTo(201);
    }

    // --- what the tests share

    private Project team(Person owner) {
        String name = "t" + UUID.randomUUID().toString().substring(0, 12);
        HttpResponse<String> response = administrator()
                .send(
                        "POST",
                        "/api/v1/projects",
                        new CreateProject(name, null, owner.user().name()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return project(response);
    }

    private void join(Project project, Person person, ProjectRole role) {
        assertThat(administrator()
                        .send("PUT", path(project) + "/members/" + person.user().id(), new SetMember(role))
                        .statusCode())
                .isEqualTo(200);
    }

    private CreatedInvitation invite(Person owner, Project project, @Nullable String user, @Nullable ProjectRole role) {
        HttpResponse<String> response = browser()
                .signIn(owner)
                .send("POST", path(project) + "/invitations", new CreateInvitation(user, role, null));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json.readValue(response.body(), CreatedInvitation.class);
    }

    private static HttpResponse<String> redeem(
            Browser browser, String secret, AcceptInvitation.@Nullable NewAccount account) {
        return browser.send("POST", "/api/v1/invitations/redeem", new AcceptInvitation(secret, account));
    }

    private String bound(Browser browser, Project project) {
        return secret(browser.send(
                "POST",
                "/api/v1/tokens",
                json.readTree("{\"name\":\"bound\",\"project\":\"%s\"}".formatted(project.id()))));
    }

    private HttpResponse<String> make(String token, String body) {
        return send(withToken("/api/v1/tokens", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private String secret(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json.readTree(response.body()).at("/secret").asString();
    }

    private Project project(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return json.readValue(response.body(), Project.class);
    }

    private Quota quota(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readValue(response.body(), Quota.class);
    }

    private static String path(Project project) {
        return "/api/v1/projects/" + project.id();
    }
}
