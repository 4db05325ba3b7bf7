package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.ActiveSession;
import io.pando.api.CreatedToken;
import io.pando.api.ProblemType;
import io.pando.web.EdgeTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ActiveSessionsTest extends EdgeTest {

    @Test
    void areListedWithWhereTheyBegan() {
        Person person = person();
        Browser first = browser().signIn(person);
        Browser second = browser().signIn(person);
        List<ActiveSession> sessions = list(second);
        assertThat(sessions).hasSize(2);
        assertThat(sessions).filteredOn(ActiveSession::current).hasSize(1);
        assertThat(sessions)
                .allMatch(session -> session.address().equals("127.0.0.1")
                        && session.userAgent().startsWith("Java-http-client")
                        && session.provider() == null);
        assertThat(list(first)).filteredOn(ActiveSession::current).hasSize(1);
    }

    @Test
    void endOneByOne() {
        Person person = person();
        Browser first = browser().signIn(person);
        Browser second = browser().signIn(person);
        String other = list(second).stream()
                .filter(session -> !session.current())
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(second.send("DELETE", "/api/v1/sessions/" + other, null).statusCode())
                .isEqualTo(204);
        problem(first.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        assertThat(list(second)).hasSize(1);
        problem(second.send("DELETE", "/api/v1/sessions/" + other, null), ProblemType.NOT_FOUND);
        Browser stranger = browser().signIn(person());
        String mine = list(second).getFirst().id();
        problem(stranger.send("DELETE", "/api/v1/sessions/" + mine, null), ProblemType.NOT_FOUND);
        assertThat(list(second)).hasSize(1);
    }

    @Test
    void endEverywhereAndLeaveTokensUnlessAsked() {
        Person person = person();
        Browser first = browser().signIn(person);
        Browser second = browser().signIn(person);
        CreatedToken token = token(first, null);
        HttpResponse<String> everywhere = second.send("DELETE", "/api/v1/sessions", null);
        assertThat(everywhere.statusCode()).isEqualTo(204);
        problem(first.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        assertThat(second.cookies()).doesNotContainKey("pando_session");
        assertThat(send(withToken("/api/v1/session", token.secret())).statusCode())
                .isEqualTo(200);
        Browser third = browser().signIn(person);
        assertThat(third.send("DELETE", "/api/v1/sessions?tokens=true", null).statusCode())
                .isEqualTo(204);
        problem(send(withToken("/api/v1/session", token.secret())), ProblemType.NOT_SIGNED_IN);
    }

    @Test
    void areEndedByAnAdministrator() {
        Person person = person();
        Browser browser = browser().signIn(person);
        CreatedToken token = token(browser, null);
        String path = "/api/v1/users/" + person.user().id() + "/sessions";
        problem(browser.send("DELETE", path, null), ProblemType.FORBIDDEN);
        assertThat(administrator().send("DELETE", path, null).statusCode()).isEqualTo(204);
        problem(browser.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        problem(send(withToken("/api/v1/session", token.secret())), ProblemType.NOT_SIGNED_IN);
        problem(administrator().send("DELETE", "/api/v1/users/nobody/sessions", null), ProblemType.NOT_FOUND);
    }

    private List<ActiveSession> list(Browser browser) {
        HttpResponse<String> response = browser.get("/api/v1/sessions");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<ActiveSession> sessions = new ArrayList<>();
        for (JsonNode item : json.readTree(response.body()).path("items")) {
            sessions.add(json.treeToValue(item, ActiveSession.class));
        }
        return sessions;
    }
}
