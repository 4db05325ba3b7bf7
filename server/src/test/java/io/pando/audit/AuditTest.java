package io.pando.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pando.api.AuditChain;
import io.pando.api.AuditHead;
import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import io.pando.api.AuditVerification;
import io.pando.api.CreateInvitation;
import io.pando.api.CreateProject;
import io.pando.api.CreateToken;
import io.pando.api.CreateUser;
import io.pando.api.CreatedToken;
import io.pando.api.Limits;
import io.pando.api.ProblemType;
import io.pando.api.Project;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.SetMember;
import io.pando.api.UpdateProject;
import io.pando.api.UpdateUser;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.web.EdgeTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The record as requests to a real server make it. */
class AuditTest extends EdgeTest {
    private final Database database;
    private final Refusals refusals;

    @Autowired
    AuditTest(Database database, Refusals refusals) {
        this.database = database;
        this.refusals = refusals;
    }

    /** The clock stands still, so what others of this server's tests were refused would count for ever. */
    @BeforeEach
    void settle() {
        refusals.settleAll();
    }

    @Test
    void tellsWhoDidWhatWithWhichCredential() {
        Browser administrator = administrator();
        String name = "a" + UUID.randomUUID().toString().substring(0, 12);
        HttpResponse<String> response =
                administrator.send("POST", "/api/v1/users", new CreateUser(name, "Ada", "not to be seen", Role.MEMBER));
        User ada = json.readValue(response.body(), User.class);
        AuditRecord entry = only(administrator, response);
        assertThat(entry.action()).isEqualTo("user.create");
        assertThat(entry.outcome()).isEqualTo(AuditOutcome.ACCEPTED);
        assertThat(entry.route()).isEqualTo("POST /api/v1/users");
        assertThat(entry.actorName()).isEqualTo("admin");
        assertThat(entry.credentialKind()).isEqualTo("session");
        assertThat(entry.address()).isEqualTo("127.0.0.1");
        assertThat(entry.objectType()).isEqualTo("user");
        assertThat(entry.objectId()).isEqualTo(ada.id());
        assertThat(entry.objectName()).isEqualTo(name);
        assertThat(entry.before()).isNull();
        assertThat(json.readTree(entry.after()).path("displayName").asString()).isEqualTo("Ada");
        assertThat(json.readTree(entry.asked()).path("password").asString()).isEqualTo("***");
        assertThat(entry.at()).isEqualTo(clock.instant());

        CreatedToken token = token(administrator, null);
        HttpResponse<String> byToken = send(withToken("/api/v1/users", token.secret())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        AuditRecord refused = only(administrator, byToken);
        assertThat(refused.outcome()).isEqualTo(AuditOutcome.REFUSED);
        assertThat(refused.problem()).isEqualTo("invalid-request");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.credentialKind()).isEqualTo("token");
        assertThat(refused.credentialId()).isEqualTo(token.token().id());
        assertThat(refused.credentialName()).isEqualTo("laptop");
    }

    @Test
    void tellsHowItWasBefore() {
        Browser browser = browser().signIn(person());
        CreatedToken token = token(browser, null);
        HttpResponse<String> response =
                browser.send("DELETE", "/api/v1/tokens/" + token.token().id(), null);
        AuditRecord entry = only(browser, response);
        assertThat(entry.action()).isEqualTo("token.delete");
        assertThat(json.readTree(entry.before()).path("name").asString()).isEqualTo("laptop");
        assertThat(entry.after()).isNull();
    }

    @Test
    void tellsOfSignInsGoodAndBad() {
        Person person = person();
        Browser administrator = administrator();
        AuditRecord bad = only(administrator, browser().trySignIn(person.user().name(), "not the password"));
        assertThat(bad.action()).isEqualTo("session.signIn");
        assertThat(bad.outcome()).isEqualTo(AuditOutcome.REFUSED);
        assertThat(bad.problem()).isEqualTo("wrong-credentials");
        assertThat(bad.actorId()).isNull();
        assertThat(bad.objectId()).isEqualTo(person.user().id());
        AuditRecord unknown = only(administrator, browser().trySignIn("a password by mistake", "x"));
        assertThat(json.writeValueAsString(unknown)).doesNotContain("by mistake");
        AuditRecord good = only(administrator, browser().trySignIn(person.user().name(), person.password()));
        assertThat(good.outcome()).isEqualTo(AuditOutcome.ACCEPTED);
        assertThat(good.actorId()).isEqualTo(person.user().id());
        assertThat(good.credentialKind()).isEqualTo("session");
        assertThat(json.writeValueAsString(good)).doesNotContain(person.password());
        // Whose account it is sees that somebody tried.
        Browser owner = browser().signIn(person);
        assertThat(list(owner, "?action=session.signIn"))
                .extracting(AuditRecord::outcome)
                .contains(AuditOutcome.REFUSED, AuditOutcome.ACCEPTED);
    }

    @Test
    void tellsOfRefusedReadsAndNotOfOthers() {
        Browser administrator = administrator();
        Browser member = browser().signIn(person());
        assertThat(entries(administrator, member.get("/api/v1/session"))).isEmpty();
        assertThat(entries(administrator, member.get("/api/v1/tokens?limit=0"))).isEmpty();
        AuditRecord forbidden = only(administrator, member.get("/api/v1/users"));
        assertThat(forbidden.action()).isEqualTo("user.list");
        assertThat(forbidden.status()).isEqualTo(403);
        AuditRecord absent = only(administrator, member.get("/api/v1/audit/999999999"));
        assertThat(absent.status()).isEqualTo(404);
        AuditRecord stranger = only(administrator, send(request("/api/v1/users")));
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.actorName()).isNull();
        AuditRecord crossSite = only(
                administrator,
                browser().signIn(person()).withoutConfirmation().send("DELETE", "/api/v1/session", null));
        assertThat(crossSite.problem()).isEqualTo("forbidden");
    }

    @Test
    void givesEachRequestANumberThatItsProblemRepeats() {
        HttpResponse<String> response = send(request("/api/v1/session").header("X-Request-Id", "mine"));
        String id = requestId(response);
        assertThat(UUID.fromString(id)).isNotNull();
        assertThat(problem(response, ProblemType.NOT_SIGNED_IN).requestId()).isEqualTo(id);
    }

    /** Neither is there without the other: where the record cannot be written, nothing is changed. */
    @Test
    void changesNothingThatItCannotRecord() {
        Browser administrator = administrator();
        CreatedToken token = token(administrator, null);
        String name = "b" + UUID.randomUUID().toString().substring(0, 12);
        database.writer()
                .sql("ALTER TABLE audit_head RENAME TO audit_head_away")
                .update();
        try {
            assertThat(administrator
                            .send("POST", "/api/v1/users", new CreateUser(name, null, "long enough", null))
                            .statusCode())
                    .isEqualTo(500);
            assertThat(administrator
                            .send("DELETE", "/api/v1/tokens/" + token.token().id(), null)
                            .statusCode())
                    .isEqualTo(500);
            assertThat(administrator
                            .send("POST", "/api/v1/tokens", new CreateToken("another", null))
                            .statusCode())
                    .isEqualTo(500);
            // Who may not is told so all the same.
            assertThat(send(request("/api/v1/session")).statusCode()).isEqualTo(401);
        } finally {
            database.writer()
                    .sql("ALTER TABLE audit_head_away RENAME TO audit_head")
                    .update();
        }
        assertThat(send(withToken("/api/v1/session", token.secret())).statusCode())
                .isEqualTo(200);
        assertThat(database.reader()
                        .sql("SELECT count(*) FROM account WHERE name = ?")
                        .param(name)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(administrator.get("/api/v1/tokens").body()).doesNotContain("another");
    }

    @Test
    void showsToEverybodyWhatConcernsThemOnly() {
        Browser administrator = administrator();
        Browser ada = browser().signIn(person());
        Browser bob = browser().signIn(person());
        AuditRecord entry = only(ada, ada.send("POST", "/api/v1/tokens", new CreateToken("mine", null)));
        assertThat(ada.get("/api/v1/audit/" + entry.seq()).statusCode()).isEqualTo(200);
        assertThat(administrator.get("/api/v1/audit/" + entry.seq()).statusCode())
                .isEqualTo(200);
        problem(bob.get("/api/v1/audit/" + entry.seq()), ProblemType.NOT_FOUND);
        assertThat(list(bob, "?object=mine")).isEmpty();
        assertThat(bob.get("/api/v1/audit/export?object=mine").body()).isEmpty();
        problem(bob.get("/api/v1/audit/head"), ProblemType.FORBIDDEN);
        problem(bob.get("/api/v1/audit/verification"), ProblemType.FORBIDDEN);
        assertThat(send(request("/api/v1/audit")).statusCode()).isEqualTo(401);
    }

    @Test
    void showsWhatHappensInAProjectToItsOwners() {
        Person owner = person();
        Person member = person();
        Browser owning = browser().signIn(owner);
        Browser joining = browser().signIn(member);
        String name = "p" + UUID.randomUUID().toString().substring(0, 12);
        HttpResponse<String> made = administrator()
                .send(
                        "POST",
                        "/api/v1/projects",
                        new CreateProject(name, "before", owner.user().name()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String project = json.readValue(made.body(), Project.class).id();
        AuditRecord creation = only(owning, made);
        assertThat(creation.action()).isEqualTo("project.create");
        assertThat(creation.actorName()).isEqualTo("admin");
        assertThat(creation.objectName()).isEqualTo(name);
        assertThat(creation.projectId()).isEqualTo(project);

        HttpResponse<String> invited = owning.send(
                "POST",
                "/api/v1/projects/" + name + "/invitations",
                new CreateInvitation(member.user().name(), ProjectRole.VIEWER, null));
        String invitation = json.readTree(invited.body()).at("/invitation/id").asString();
        assertThat(only(owning, invited).objectId()).isEqualTo(invitation);
        HttpResponse<String> accepted = joining.send("POST", "/api/v1/invitations/" + invitation + "/accept", null);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
        assertThat(entries(owning, accepted))
                .extracting(AuditRecord::action, AuditRecord::objectName, AuditRecord::projectId)
                .containsExactly(
                        tuple("member.set", member.user().name(), project), tuple("invitation.accept", null, project));

        // A viewer sees what he did and what he was refused, and so does the owner; nobody else does.
        HttpResponse<String> refused =
                joining.send("PUT", "/api/v1/projects/" + name, new UpdateProject(null, "by a viewer"));
        problem(refused, ProblemType.FORBIDDEN);
        assertThat(only(owning, refused).outcome()).isEqualTo(AuditOutcome.REFUSED);
        assertThat(only(joining, refused).projectId()).isEqualTo(project);
        Browser stranger = browser().signIn(person());
        HttpResponse<String> unseen =
                stranger.send("PUT", "/api/v1/projects/" + project, new UpdateProject(null, "by a stranger"));
        problem(unseen, ProblemType.NOT_FOUND);
        assertThat(entries(owning, unseen)).isEmpty();
        assertThat(json.writeValueAsString(only(stranger, unseen))).doesNotContain(name);
        assertThat(entries(joining, invited)).isEmpty();

        HttpResponse<String> changed = owning.send("PUT", "/api/v1/projects/" + name, new UpdateProject(null, "after"));
        AuditRecord change = only(owning, changed);
        assertThat(change.before()).isEqualTo("{\"description\":\"before\"}");
        assertThat(change.after()).isEqualTo("{\"description\":\"after\"}");
        assertThat(list(owning, "?project=" + name)).hasSizeGreaterThanOrEqualTo(5);
        assertThat(list(stranger, "?project=" + name)).isEmpty();
        assertThat(list(joining, "?project=" + name))
                .extracting(AuditRecord::actorId)
                .containsOnly(member.user().id());

        HttpResponse<String> promoted = administrator()
                .send(
                        "PUT",
                        "/api/v1/projects/%s/members/%s"
                                .formatted(name, member.user().name()),
                        new SetMember(ProjectRole.MEMBER));
        assertThat(promoted.statusCode()).as(promoted.body()).isEqualTo(200);
        AuditRecord changedRole = only(owning, promoted);
        assertThat(changedRole.action()).isEqualTo("member.set");
        assertThat(changedRole.before()).isEqualTo("{\"role\":\"VIEWER\"}");
        assertThat(changedRole.after()).isEqualTo("{\"role\":\"MEMBER\"}");
        assertThat(changedRole.asked()).contains("\"user\":\"" + member.user().name() + "\"");
    }

    /** A token that reaches one project tells nothing of what its owner does elsewhere. */
    @Test
    void showsWithATokenOfOneProjectNothingOfElsewhere() {
        Person owner = person();
        Browser owning = browser().signIn(owner);
        HttpResponse<String> response = owning.send(
                "POST",
                "/api/v1/tokens",
                new CreateToken("narrow", null, List.of(), owner.user().id()));
        CreatedToken narrow = json.readValue(response.body(), CreatedToken.class);
        HttpResponse<String> elsewhere = owning.send("POST", "/api/v1/tokens", new CreateToken("elsewhere", null));
        AuditRecord hidden = only(owning, elsewhere);
        HttpResponse<String> seen = send(withToken("/api/v1/audit", narrow.secret()));
        assertThat(seen.body()).contains("narrow").doesNotContain("elsewhere");
        problem(send(withToken("/api/v1/audit/" + hidden.seq(), narrow.secret())), ProblemType.NOT_FOUND);
    }

    @Test
    void tellsOfLimitsAndOfAccounts() {
        Browser administrator = administrator();
        Person ada = person();
        HttpResponse<String> limited = administrator.send(
                "PUT", "/api/v1/projects/" + ada.user().id() + "/quota", new Limits(3, null, null, null, null));
        AuditRecord limits = only(browser().signIn(ada), limited);
        assertThat(limits.action()).isEqualTo("project.setQuota");
        assertThat(limits.objectId()).isEqualTo(ada.user().id());
        assertThat(limits.after()).contains("\"machines\":3");
        HttpResponse<String> disabled =
                administrator.send("PUT", "/api/v1/users/" + ada.user().id(), new UpdateUser(null, null, true));
        AuditRecord account = only(administrator, disabled);
        assertThat(account.before()).isEqualTo("{\"disabled\":false}");
        assertThat(account.after()).isEqualTo("{\"disabled\":true}");
        HttpResponse<String> deleted =
                administrator.send("DELETE", "/api/v1/users/" + ada.user().id(), null);
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
        assertThat(only(administrator, deleted).before()).contains(ada.user().name());
    }

    @Test
    void verifiesItselfAndAgainstAHeadThatWasKept() {
        Browser administrator = administrator();
        AuditHead head = json.readValue(administrator.get("/api/v1/audit/head").body(), AuditHead.class);
        token(administrator, null);
        AuditVerification now = json.readValue(
                administrator
                        .get("/api/v1/audit/verification?head=" + head.seq() + ":" + head.hash())
                        .body(),
                AuditVerification.class);
        assertThat(now.fault()).isNull();
        assertThat(now.intact()).isTrue();
        assertThat(now.records()).isGreaterThan(head.seq());
        AuditVerification other = json.readValue(
                administrator
                        .get("/api/v1/audit/verification?head=" + head.seq() + ":" + "0".repeat(64))
                        .body(),
                AuditVerification.class);
        assertThat(other.intact()).isFalse();
        problem(administrator.get("/api/v1/audit/verification?head=x"), ProblemType.INVALID_REQUEST);
        problem(administrator.get("/api/v1/audit?from=yesterday"), ProblemType.INVALID_REQUEST);
        problem(administrator.get("/api/v1/audit/export?format=xml"), ProblemType.INVALID_REQUEST);
    }

    @Test
    void exportsLinesThatCanBeVerifiedElsewhere() {
        Browser administrator = administrator();
        token(administrator, null);
        HttpResponse<String> export = administrator.get("/api/v1/audit/export");
        assertThat(export.headers().firstValue("Content-Type")).hasValue("application/jsonl;charset=UTF-8");
        AuditChain chain = new AuditChain();
        export.body()
                .lines()
                .forEach(line -> assertThat(chain.take(json.readValue(line, AuditRecord.class)))
                        .isNull());
        assertThat(chain.seq()).isPositive();
        String csv = administrator
                .get("/api/v1/audit/export?format=csv&action=token")
                .body();
        assertThat(csv).startsWith("seq,at,action,").contains("token.create");
        assertThat(csv.lines().count()).isGreaterThan(1);
    }

    @Test
    void aFormulaStaysTextInASpreadsheet() {
        Browser browser = browser().signIn(person());
        browser.send("POST", "/api/v1/tokens", new CreateToken("=cmd|' /C calc'!A0", null));
        assertThat(browser.get("/api/v1/audit/export?format=csv&action=token").body())
                .contains("\"'=cmd|' /C calc'!A0\"");
    }

    @Test
    void aDryRunThatIsUnknownIsRefusedAndNotRecordedAsAChange() {
        Browser administrator = administrator();
        HttpResponse<String> response =
                administrator.send("POST", "/api/v1/tokens?dryRun=true", new CreateToken("x", null));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(list(administrator, "?outcome=ACCEPTED&request=" + requestId(response)))
                .isEmpty();
    }

    private static String requestId(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private AuditRecord only(Browser browser, HttpResponse<String> response) {
        List<AuditRecord> entries = entries(browser, response);
        assertThat(entries).as(response.body()).hasSize(1);
        return entries.getFirst();
    }

    private List<AuditRecord> entries(Browser browser, HttpResponse<String> response) {
        return list(browser, "?request=" + requestId(response));
    }

    private List<AuditRecord> list(Browser browser, String query) {
        HttpResponse<String> response = browser.get("/api/v1/audit" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<AuditRecord> entries = new ArrayList<>();
        for (JsonNode item : json.readTree(response.body()).path("items")) {
            entries.add(json.treeToValue(item, AuditRecord.class));
        }
        return entries;
    }
}
