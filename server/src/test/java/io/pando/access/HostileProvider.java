package io.pando.access;

import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers as a provider does, with whatever token a test has made up. */
final class HostileProvider {
    private final HttpServer server;
    private volatile String token = "";

    HostileProvider(RSAKey key) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        answer("/.well-known/openid-configuration", () -> """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",\
                "jwks_uri":"%1$s/keys","subject_types_supported":["public"],"response_types_supported":["code"],\
                "id_token_signing_alg_values_supported":["RS256","HS256","none"]}""".formatted(issuer()));
        answer("/keys", () -> "{\"keys\":[%s]}".formatted(key.toPublicJWK().toJSONString()));
        answer("/token", () -> """
                {"access_token":"x","token_type":"Bearer","expires_in":60,"id_token":"%s"}""".formatted(token));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What is answered to whoever brings a code. */
    void give(String idToken) {
        token = idToken;
    }

    void stop() {
        server.stop(0);
    }

    private void answer(String path, java.util.function.Supplier<String> json) {
        server.createContext(path, exchange -> send(exchange, json.get()));
    }

    private static void send(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
