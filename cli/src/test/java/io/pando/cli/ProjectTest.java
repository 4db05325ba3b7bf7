package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Amounts;
import io.pando.api.CreatedInvitation;
import io.pando.api.CreatedToken;
import io.pando.api.Invitation;
import io.pando.api.Limits;
import io.pando.api.Member;
import io.pando.api.ProblemType;
import io.pando.api.Project;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.api.Quota;
import io.pando.api.Session;
import io.pando.api.Token;
import io.pando.api.TokenRight;
import io.pando.cli.StandIn.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects, quotas and tokens of limited rights. */
final class ProjectTest {
    private static final Quota QUOTA =
            new Quota(new Limits(10, null, 65_536L, 1L << 40, null), new Amounts(3, 6, 4_096, 30L << 30, 1), true);
    private static final Project TEAM =
            new Project("p1", "web-team", "Pages", Project.Kind.TEAM, ProjectRole.OWNER, 2, QUOTA, Samples.NOON);

    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
        server.on("GET projects/web-team", Answer.of(200, TEAM))
                .on("GET projects/web-team/quota", Answer.of(200, QUOTA))
                .onList("GET projects", TEAM)
                .onList("GET machines");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsProjectsWithWhatTheyTake() {
        assertThat(desk.run("project", "ls").out()).isEqualTo("""
                        NAME      KIND  YOUR ROLE  MEMBERS  MACHINES  DISK
                        web-team  team  owner      2        3 of 10   30 GiB of 1 TiB
                        """);
        desk.run("project", "ls", "--all");
        assertThat(server.lines()).contains("GET projects?all=true&limit=100&offset=0");
    }

    @Test
    void listsAccountsOrThoseOfAName() {
        server.onList("GET users", Samples.ADA);
        assertThat(desk.run("user", "ls", "ada", "-o", "columns=name", "-o", "noheader")
                        .out())
                .isEqualTo(Samples.ADA.name() + "\n");
        desk.run("user", "ls");
        assertThat(server.lines()).contains("GET users?query=ada&limit=100&offset=0", "GET users?limit=100&offset=0");
    }

    @Test
    void showsWhoIsInIt() {
        server.onList("GET projects/web-team/members", new Member(Samples.ADA, ProjectRole.OWNER, Samples.NOON));
        assertThat(desk.run("project", "show", "web-team").out()).contains("web-team", "Members", "Ada Lovelace");
        assertThat(desk.run("project", "members", "web-team", "-o", "columns=name,role", "-o", "noheader")
                        .out())
                .isEqualTo("ada  owner\n");
    }

    @Test
    void printsTheLinkOfAnInvitationOnce() {
        Invitation invitation = new Invitation(
                "i1",
                new ProjectReference("p1", "web-team"),
                ProjectRole.VIEWER,
                null,
                Samples.ADA,
                Samples.NOON,
                Samples.NOON.plusSeconds(86_400));
        server.on("POST projects/web-team/invitations", Answer.of(201, new CreatedInvitation(invitation, "s3cret")));

        Desk.Outcome outcome = desk.run("project", "invite", "web-team", "--role", "viewer", "--lifetime", "1d");

        assertThat(outcome.out()).as(outcome.err()).isEqualTo(server.url() + "/join#s3cret\n");
        assertThat(outcome.err()).contains("joins as viewer", "not shown again");
        assertThat(server.request("POST").body()).isEqualTo("{\"role\":\"VIEWER\",\"lifetimeSeconds\":86400}");
    }

    @Test
    void joinsByALink() {
        server.on("POST invitations/redeem", Answer.of(200, new ProjectReference("p1", "web-team")));
        assertThat(desk.run("project", "join", "https://pando.example/join#s3cret")
                        .err())
                .isEqualTo("You are in web-team now.\n");
        assertThat(server.request("POST").body()).isEqualTo("{\"secret\":\"s3cret\"}");
    }

    @Test
    void asksBeforeItDeletes() {
        Desk.Outcome outcome = desk.run("project", "rm", "web-team");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("add --yes if you mean it");
        server.on("DELETE projects/web-team", Answer.empty());
        assertThat(desk.run("project", "rm", "web-team", "-y").exitCode()).isZero();
        server.on(
                "DELETE projects/web-team",
                Answer.problem(ProblemType.IN_USE, "The project web-team is not empty: the machine web1.", null));
        assertThat(desk.run("project", "rm", "web-team", "-y").err()).contains("the machine web1");
    }

    @Test
    void worksInTheProjectOfTheOptionElseTheEnvironmentElseTheContext() {
        server.on("GET session", Answer.of(200, new Session(Samples.ADA, Samples.NOON, null, true)));
        desk.run("machine", "ls");
        assertThat(server.lines()).contains("GET machines?limit=100&offset=0");

        assertThat(desk.run("project", "use", "web-team").err()).contains("No context is in use");
        desk.typing("pando_secret\n").run("context", "create", "work", server.url(), "--token-stdin");
        assertThat(desk.run("project", "use", "web-team").err())
                .isEqualTo("The context work is in the project web-team now.\n");
        desk.run("machine", "ls");
        assertThat(server.lines()).contains("GET machines?project=web-team&limit=100&offset=0");
        desk.run("machine", "ls", "--all");
        assertThat(server.lines()).contains("GET machines?owner=all&limit=100&offset=0");

        desk.with("PANDO_PROJECT", "lab").run("machine", "ls");
        assertThat(server.lines()).contains("GET machines?project=lab&limit=100&offset=0");
        desk.run("machine", "ls", "--project", "other");
        assertThat(server.lines()).contains("GET machines?project=other&limit=100&offset=0");

        desk.without("PANDO_PROJECT").run("project", "use", "--none");
        assertThat(desk.run("context", "ls", "-o", "columns=name,project", "-o", "noheader")
                        .out()
                        .strip())
                .isEqualTo("work");
    }

    @Test
    void showsAQuotaAndChangesOnlyWhatIsNamed() {
        assertThat(desk.run("quota", "show", "web-team").out()).isEqualTo("""
                        WHAT        USED    LIMIT   LEFT
                        Machines    3       10      7
                        Processors  6       none
                        Memory      4 GiB   64 GiB  60 GiB
                        Disk        30 GiB  1 TiB   994 GiB
                        Images      1       none
                        """);
        server.on("PUT projects/web-team/quota", Answer.of(200, QUOTA));
        desk.run("quota", "set", "web-team", "--machines", "none", "--memory", "2GiB");
        assertThat(server.request("PUT").body()).isEqualTo("{\"memoryMiB\":2048,\"diskBytes\":1099511627776}");
        assertThat(desk.run("quota", "set", "web-team").exitCode()).isEqualTo(2);
        assertThat(desk.run("quota", "set", "--disk", "much", "--usual").err()).contains("'much' is no limit");
    }

    @Test
    void makesATokenOfFewRightsForOneProject() {
        Token token = new Token(
                "t1",
                "robot",
                Samples.NOON,
                Samples.NOON,
                null,
                List.of(TokenRight.READ, TokenRight.MACHINES),
                new ProjectReference("p1", "web-team"));
        server.on("POST tokens", Answer.of(201, new CreatedToken(token, "pando_new")))
                .onList("GET tokens", token);
        desk.run("token", "create", "robot", "--right", "machines", "--project", "web-team");
        assertThat(server.request("POST").body())
                .isEqualTo("{\"name\":\"robot\",\"rights\":[\"MACHINES\"],\"project\":\"web-team\"}");
        assertThat(desk.run("token", "ls", "-o", "columns=name,rights,project", "-o", "noheader")
                        .out())
                .isEqualTo("robot  read machines  web-team\n");
    }
}
