package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest extends EdgeTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/machines", "/machines/7/console", "/sign-in?next=%2Fmachines"})
    void isAtEveryAddressThatItMakesUpItself(String path) {
        HttpResponse<String> response = send(request(path));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("<title>Pando</title>");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing.js", "/assets/missing.js", "/assets/", "/machines/a.b", "/.well-known/x"})
    void isNotWhereAFileIsMissing(String path) {
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    @Test
    void isNotSentAgainWhenItHasNotChanged() {
        String tag = send(request("/")).headers().firstValue("ETag").orElseThrow();
        assertThat(send(request("/machines").header("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
    }

    @Test
    void hasFilesThatNeverChangeAndAreCompressedBeforehand() {
        HttpResponse<String> plain = send(request("/assets/index-1a2b.js"));
        assertThat(plain.body()).isEqualTo("let pando;");
        assertThat(plain.headers().allValues("Cache-Control")).containsExactly("max-age=31536000, public, immutable");
        HttpResponse<String> compressed = send(request("/assets/index-1a2b.js").header("Accept-Encoding", "gzip"));
        assertThat(compressed.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(compressed.headers().firstValueAsLong("Content-Length")).hasValue(4);
        assertThat(compressed.headers().firstValue("Content-Type")).hasValue("text/javascript");
        assertThat(compressed.headers().allValues("Vary")).contains("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/index-1a2b.js", "/missing.js", "/api/v1/about", "/api/v1/session"})
    void comesWithHeadersThatKeepForeignScriptsAndFramesOut(String path) {
        HttpResponse<String> response = send(request(path));
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValue(
                        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
                                + " blob:; connect-src 'self' ws: wss:; font-src 'self' data:; object-src 'none'; base-uri"
                                + " 'self'; frame-ancestors 'none'; form-action 'self'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(response.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void isNotMixedUpWithTheApiWhoseAnswersNobodyKeeps() {
        HttpResponse<String> response = send(request("/api/v1/about"));
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(response.body()).isEqualTo("{\"product\":\"Pando\",\"version\":\"development\",\"api\":\"v1\"}");
    }

    @Test
    void takesNoForms() {
        assertThat(send(request("/machines").POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }
}
