package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.access.Caller;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Machine;
import io.pando.api.Page;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import io.pando.problem.ProblemTranslation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class BadInputTest extends EdgeTest {

    private static final String MACHINE = "/api/v1/sample";
    private static final String GOOD = "{\"name\":\"web\",\"image\":\"debian\"}";

    /**
     * One request that is refused.
     *
     * @param body null for none
     * @param field of the first fault; null when there is none
     * @param says a part of what the caller is told
     */
    record Bad(
            String why,
            String method,
            String path,
            @Nullable String mediaType,
            @Nullable String body,
            ProblemType type,
            @Nullable String field,
            String says) {
        static Bad json(String why, String body, ProblemType type, @Nullable String field, String says) {
            return new Bad(why, "POST", MACHINE, "application/json", body, type, field, says);
        }

        static Bad get(String why, String path, ProblemType type, @Nullable String field, String says) {
            return new Bad(why, "GET", path, null, null, type, field, says);
        }

        @Override
        public String toString() {
            return why;
        }
    }

    static Stream<Bad> bad() {
        ProblemType malformed = ProblemType.MALFORMED_REQUEST;
        ProblemType invalid = ProblemType.INVALID_REQUEST;
        ProblemType absent = ProblemType.NOT_FOUND;
        return Stream.of(
                Bad.json("no JSON at all", "hello", malformed, null, "line 1, column"),
                Bad.json("unclosed object", "{\"name\":\"web\"", malformed, null, "line 1, column"),
                Bad.json("trailing comma", "{\"name\":\"web\",}", malformed, null, "line 1, column 15"),
                Bad.json("on the third line", "{\n\"name\":\n?}", malformed, null, "line 3, column"),
                Bad.json("single quotes", "{'name':'web'}", malformed, null, "line 1, column"),
                Bad.json("comment", "{/* hi */}", malformed, null, "line 1, column"),
                Bad.json("NaN", "{\"vcpus\":NaN}", malformed, null, "line 1, column"),
                Bad.json("leading zero", "{\"vcpus\":01}", malformed, null, "line 1, column"),
                Bad.json("raw line break in text", "{\"name\":\"a\nb\"}", malformed, null, "line 1, column"),
                Bad.json("empty body", "", malformed, null, "no body"),
                Bad.json("only spaces", "   ", malformed, null, "no body"),
                Bad.json("null", "null", malformed, null, "no body"),
                Bad.json("two values", GOOD + GOOD, malformed, null, "after the end"),
                Bad.json("key twice", "{\"name\":\"a\",\"name\":\"b\"}", malformed, null, "name"),
                Bad.json("too deep", "[".repeat(100) + "]".repeat(100), invalid, null, "must be an object"),
                Bad.json(
                        "too deep within a field",
                        "{\"guest\":{\"commands\":" + "[".repeat(100),
                        invalid,
                        "guest.commands[0]",
                        "text"),
                Bad.json("bomb of digits", "{\"vcpus\":" + "9".repeat(100) + "}", malformed, null, "too long"),
                Bad.json("list instead of object", "[]", invalid, null, "must be an object"),
                Bad.json("text instead of object", "\"web\"", invalid, null, "object"),
                Bad.json("unknown field", "{\"nmae\":\"web\"}", invalid, "nmae", "There is no field nmae"),
                Bad.json("unknown field knows others", "{\"x\":1}", invalid, "x", "vcpus"),
                Bad.json(
                        "unknown field within",
                        "{\"name\":\"web\",\"image\":\"i\",\"guest\":{\"host\":1}}",
                        invalid,
                        "guest.host",
                        "hostname"),
                Bad.json("other case", "{\"Name\":\"web\"}", invalid, "Name", "There is no field Name"),
                Bad.json("unknown field with an escape", "{\"a\\u0000b\":1}", invalid, "a?b", "a?b"),
                Bad.json("long unknown field", "{\"" + "a".repeat(900) + "\":1}", invalid, "a".repeat(64) + "…", "aaa"),
                Bad.json("number for text", "{\"name\":7}", invalid, "name", "must be text"),
                Bad.json("true for text", "{\"name\":true}", invalid, "name", "must be text"),
                Bad.json("object for text", "{\"name\":{}}", invalid, "name", "must be text"),
                Bad.json("text for number", "{\"vcpus\":\"2\"}", invalid, "vcpus", "must be a whole number"),
                Bad.json("empty text for number", "{\"vcpus\":\"\"}", invalid, "vcpus", "must be a whole number"),
                Bad.json("fraction for number", "{\"vcpus\":1.5}", invalid, "vcpus", "must be a whole number"),
                Bad.json("too large a number", "{\"vcpus\":2147483648}", invalid, "vcpus", "whole number"),
                Bad.json("text for object", "{\"guest\":\"x\"}", invalid, "guest", "must be an object"),
                Bad.json("text for list", "{\"guest\":{\"commands\":\"ls\"}}", invalid, "guest.commands", "list"),
                Bad.json("unknown enum value", "{\"copy\":\"HALF\"}", invalid, "copy", "LINKED, FULL"),
                Bad.json("enum in lower case", "{\"copy\":\"full\"}", invalid, "copy", "LINKED, FULL"),
                Bad.json("enum by number", "{\"copy\":1}", invalid, "copy", "LINKED, FULL"),
                Bad.json("empty enum", "{\"copy\":\"\"}", invalid, "copy", "LINKED, FULL"),
                Bad.json("missing fields", "{}", invalid, "name", "The field name is missing"),
                Bad.json("null for what must be there", "{\"name\":null,\"image\":\"i\"}", invalid, "name", "missing"),
                Bad.json(
                        "null within a list",
                        "{\"name\":\"web\",\"image\":\"i\",\"guest\":{\"commands\":[\"ls\",null]}}",
                        invalid,
                        "guest.commands[1]",
                        "missing"),
                Bad.json(
                        "missing field within",
                        "{\"name\":\"web\",\"image\":\"i\",\"guest\":{\"user\":{}}}",
                        invalid,
                        "guest.user.name",
                        "missing"),
                Bad.json("too large", "\"" + "a".repeat(2 * 1024 * 1024) + "\"", ProblemType.TOO_LARGE, null, "2 MiB"),
                new Bad("no media type", "POST", MACHINE, null, GOOD, ProblemType.UNSUPPORTED_MEDIA_TYPE, null, "json"),
                new Bad(
                        "form",
                        "POST",
                        MACHINE,
                        "application/x-www-form-urlencoded",
                        "name=web",
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        null,
                        "application/json"),
                new Bad("text", "POST", MACHINE, "text/plain", GOOD, ProblemType.UNSUPPORTED_MEDIA_TYPE, null, "json"),
                new Bad(
                        "malformed media type",
                        "POST",
                        MACHINE,
                        "json",
                        GOOD,
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        null,
                        ""),
                new Bad("other method", "PUT", MACHINE, null, null, ProblemType.METHOD_NOT_ALLOWED, null, "GET, POST"),
                new Bad("made-up method", "SMILE", MACHINE, null, null, malformed, null, "method"),
                Bad.get("nothing there", "/api/v1/nothing", absent, null, "/api/v1/nothing"),
                Bad.get("other version", "/api/v2/machines", absent, null, "/api/v2/machines"),
                Bad.get("file that is not there", "/favicon.ico", absent, null, "/favicon.ico"),
                Bad.get("number in the path", "/api/v1/sample/abc", absent, null, "abc"),
                Bad.get("missing header", "/api/v1/sample/7", invalid, "Idempotency-Key", "missing"),
                Bad.get("limit 0", MACHINE + "?limit=0", invalid, "limit", "1 to 100"),
                Bad.get("limit 101", MACHINE + "?limit=101", invalid, "limit", "1 to 100"),
                Bad.get("limit x", MACHINE + "?limit=x", invalid, "limit", "1 to 100"),
                Bad.get("offset -1", MACHINE + "?offset=-1", invalid, "offset", "0 to"),
                Bad.get("offset of 2^31", MACHINE + "?offset=2147483648", invalid, "offset", "0 to"),
                Bad.get("both", MACHINE + "?offset=-1&limit=0", invalid, "limit", "offset"),
                Bad.get("unknown state", MACHINE + "?state=HAPPY", invalid, "state", "RUNNING"),
                Bad.get("unknown parameter", MACHINE + "?ofset=3", invalid, "ofset", "limit, offset, state, states"),
                Bad.get(
                        "one unknown state of several",
                        MACHINE + "?states=RUNNING&states=HAPPY",
                        invalid,
                        "states",
                        "STOPPED"),
                new Bad(
                        "misspelt dry run",
                        "POST",
                        MACHINE + "?dryrun=true",
                        "application/json",
                        GOOD,
                        invalid,
                        "dryrun",
                        "dryRun"),
                new Bad(
                        "dry run maybe",
                        "POST",
                        MACHINE + "?dryRun=maybe",
                        "application/json",
                        GOOD,
                        invalid,
                        "dryRun",
                        "true or false"),
                Bad.get(
                        "administrators only",
                        MACHINE + "/administration",
                        ProblemType.FORBIDDEN,
                        null,
                        "administrators"),
                Bad.get("says not what it requires", MACHINE + "/undeclared", ProblemType.INTERNAL, null, "incident"),
                Bad.get("failure", MACHINE + "/failure", ProblemType.INTERNAL, null, "incident"),
                Bad.get(
                        "another feature's failure",
                        MACHINE + "/elsewhere",
                        ProblemType.HOST_UNREACHABLE,
                        null,
                        "Wait."));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void saysWhatIsWrong(Bad bad) {
        HttpRequest.Builder request = withToken(bad.path(), secret())
                .method(
                        bad.method(),
                        bad.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(bad.body()));
        if (bad.mediaType() != null) {
            request.header("Content-Type", bad.mediaType());
        }
        HttpResponse<String> response = send(request);
        Problem problem = problem(response, bad.type());
        assertThat(problem.faults().stream().findFirst().map(Fault::field).orElse(null))
                .isEqualTo(bad.field());
        assertThat(response.body()).contains(bad.says()).doesNotContain("secret", "tools.jackson", "Exception");
    }

    @Test
    void acceptsWhatIsRight() {
        HttpResponse<String> response = send(withToken(MACHINE, secret())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(GOOD)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(GOOD);
    }

    @Test
    void answersWithoutRegardToWhatTheCallerAccepts() {
        HttpResponse<String> response = send(withToken(MACHINE, secret()).header("Accept", "text/html, image/png"));
        assertThat(response.body()).contains("\"total\":3");
    }

    @Test
    void saysWhichMethodsArePossible() {
        HttpResponse<String> response = send(withToken(MACHINE, secret()).PUT(BodyPublishers.noBody()));
        assertThat(response.headers().firstValue("Allow").orElseThrow().split(", ?"))
                .containsExactlyInAnyOrder("GET", "POST");
    }

    @Test
    void refusesABodyOfUnknownLengthWhenTooMuchOfItHasCome() {
        byte[] part = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response = send(withToken(MACHINE, secret())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArrays(Collections.nCopies(300, part))));
        problem(response, ProblemType.TOO_LARGE);
    }

    @Test
    void answersWhatTheServletContainerRefusesInTheSameWay() throws IOException {
        for (String line : List.of(
                "GET /api/v1/a{b HTTP/1.1", "GET /a/..%2fb HTTP/1.1", "GET /a%00 HTTP/1.1", "GET /a;b HTTP/1.1")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .as(line)
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json")
                        .contains("urn:pando:problem:malformed-request")
                        .doesNotContain("Exception", "apache", "<html");
            }
        }
    }

    private static @Nullable String secret;

    /** One token for all rows: each would sign in otherwise. */
    private String secret() {
        String present = secret;
        if (present == null) {
            present = token(browser().signIn(person()), null).secret();
            secret = present;
        }
        return present;
    }

    /** Endpoints as features have them, for tests of what all endpoints have in common. */
    @RestController
    @RequestMapping("/api/v1/sample")
    static class SampleController {

        @GetMapping
        @Requires(Right.SIGNED_IN)
        Page<String> list(
                @AuthenticationPrincipal Caller caller,
                Paging paging,
                @RequestParam(required = false) Machine.@Nullable State state,
                @RequestParam(required = false) @Nullable List<Machine.State> states) {
            return paging.of(List.of("a", "b", "c"));
        }

        @PostMapping
        @Requires(Right.SIGNED_IN)
        CreateMachine create(@RequestBody CreateMachine request, @RequestParam(defaultValue = "false") boolean dryRun) {
            return request;
        }

        @GetMapping("/{number}")
        @Requires(Right.SIGNED_IN)
        long show(@PathVariable long number, @RequestHeader("Idempotency-Key") String key) {
            return number;
        }

        @GetMapping("/administration")
        @Requires(Right.ADMINISTRATOR)
        String administration() {
            return "secret";
        }

        @GetMapping("/undeclared")
        String undeclared() {
            return "secret";
        }

        @GetMapping("/failure")
        @Requires(Right.SIGNED_IN)
        String failure() {
            throw new IllegalStateException("/etc/pando/secret cannot be read by io.pando.Whatever");
        }

        @GetMapping("/elsewhere")
        @Requires(Right.SIGNED_IN)
        String elsewhere() {
            throw new ElsewhereException();
        }

        @Bean
        ProblemTranslation elsewhereTranslation() {
            return failure -> failure instanceof ElsewhereException
                    ? new ProblemException(
                            ProblemType.HOST_UNREACHABLE, "The host does not answer.", "Wait.", List.of(), failure)
                    : null;
        }

        static final class ElsewhereException extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
    }
}
