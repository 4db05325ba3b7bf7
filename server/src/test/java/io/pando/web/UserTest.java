package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateUser;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.Role;
import io.pando.api.SetPassword;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class UserTest extends EdgeTest {

    @Test
    void isAddedAndListedByAdministratorsOnly() {
        Person person = person();
        Browser member = browser().signIn(person);
        problem(member.get("/api/v1/users"), ProblemType.FORBIDDEN);
        problem(
                member.send("POST", "/api/v1/users", new CreateUser("eve", null, "long enough", Role.ADMINISTRATOR)),
                ProblemType.FORBIDDEN);
        HttpResponse<String> list = administrator().get("/api/v1/users?limit=100");
        assertThat(list.body())
                .contains("\"name\":\"admin\"", "\"name\":\"" + person.user().name() + "\"")
                .doesNotContain("argon2", person.password());
    }

    @Test
    void isFoundByItsName() {
        Person person = person();
        assertThat(administrator()
                        .get("/api/v1/users?query=" + person.user().name())
                        .body())
                .contains("\"total\":1", "\"name\":\"" + person.user().name() + "\"");
        assertThat(administrator().get("/api/v1/users?query=nobody-at-all").body())
                .contains("\"total\":0");
    }

    @Test
    void hasANameAPasswordAndADisplayNameWithinLimits() {
        Problem problem = problem(
                administrator().send("POST", "/api/v1/users", new CreateUser("Eve", "a\u0000b", "short", null)),
                ProblemType.INVALID_REQUEST);
        assertThat(problem.faults()).extracting("field").containsExactly("name", "displayName", "password");
        for (String name : new String[] {"", "1a", "-a", "a_b", "a".repeat(33), "a\n", "ä", "a/../b"}) {
            problem(
                    administrator().send("POST", "/api/v1/users", new CreateUser(name, "x", "long enough", null)),
                    ProblemType.INVALID_REQUEST);
        }
    }

    @Test
    void hasANameOfItsOwn() {
        Person person = person();
        problem(
                administrator()
                        .send(
                                "POST",
                                "/api/v1/users",
                                new CreateUser(person.user().name(), null, "long enough", null)),
                ProblemType.NAME_TAKEN);
    }

    @Test
    void setsItsPasswordAndEndsAllItsSessionsAndTokens() {
        Person person = person();
        Browser browser = browser().signIn(person);
        Browser other = browser().signIn(person);
        String token = token(browser, null).secret();
        HttpResponse<String> response = browser.send("PUT", password(person), new SetPassword("a new password"));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(browser.cookies()).doesNotContainKey("pando_session");
        problem(other.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        problem(send(withToken("/api/v1/session", token)), ProblemType.NOT_SIGNED_IN);
        problem(browser().trySignIn(person.user().name(), person.password()), ProblemType.WRONG_CREDENTIALS);
        browser().signIn(person.user().name(), "a new password");
    }

    @Test
    void getsANewPasswordFromAnAdministrator() {
        Person person = person();
        Browser administrator = administrator();
        assertThat(administrator
                        .send("PUT", password(person), new SetPassword("given by admin"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(administrator.get("/api/v1/session").statusCode()).isEqualTo(200);
        browser().signIn(person.user().name(), "given by admin");
    }

    @Test
    void cannotSetSomebodyElsesPasswordNorLearnThatThereIsSuchAPerson() {
        Browser member = browser().signIn(person());
        HttpResponse<String> foreign = member.send("PUT", password(person()), new SetPassword("taken over"));
        HttpResponse<String> absent = member.send("PUT", "/api/v1/users/none/password", new SetPassword("taken over"));
        assertThat(problem(foreign, ProblemType.NOT_FOUND).title())
                .isEqualTo(problem(absent, ProblemType.NOT_FOUND).title());
        problem(
                administrator().send("PUT", "/api/v1/users/none/password", new SetPassword("long enough")),
                ProblemType.NOT_FOUND);
    }

    private static String password(Person person) {
        return "/api/v1/users/" + person.user().id() + "/password";
    }
}
