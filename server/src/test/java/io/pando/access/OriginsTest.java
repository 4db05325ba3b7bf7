package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.database.TestDatabase;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private final Origins origins = origins("https://pando.example,http://proxy:8443");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host:8080",
                "HTTP://HOST:8080",
                "https://pando.example",
                "https://pando.example:443",
                "http://proxy:8443"
            })
    void areOurs(String origin) {
        assertThat(origins.ours(origin, "http", "host", 8080)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "http://host",
                "https://host:8080",
                "http://host:8081",
                "http://host:8080/",
                "http://host:8080.evil.example",
                "http://evil@host:8080",
                "http://evil.host:8080",
                "http://pando.example",
                "https://pando.example.evil",
                "file://",
                "http://host:8080 http://evil.example",
                "javascript:alert(1)"
            })
    void areNotOurs(@Nullable String origin) {
        assertThat(origins.ours(origin, "http", "host", 8080)).isFalse();
    }

    @Test
    void mayBeAnAddress() {
        assertThat(origins.ours("http://[::1]:8080", "http", "[::1]", 8080)).isTrue();
        assertThat(origins.ours("http://[::1]:8080", "http", "::1", 8080)).isTrue();
        assertThat(origins.ours("http://127.0.0.1", "http", "127.0.0.1", 80)).isTrue();
    }

    @Test
    void mustBeConfiguredAsAddressesOfServers() {
        assertThatThrownBy(() -> origins("pando.example")).hasMessageContaining("pando.access.origins");
        assertThatThrownBy(() -> origins("https://pando.example/page")).hasMessageContaining("pando.access.origins");
    }

    private static Origins origins(String configured) {
        return new Origins(TestDatabase.properties(Map.of("pando.access.origins", configured)));
    }
}
