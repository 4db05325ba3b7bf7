package io.pando.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageNamesTest {
    private static final PackageNames NAMES = PackageNames.of(List.of(
            "nginx",
            "curl",
            "nginx-full",
            "postgresql-15",
            "postgresql",
            "libnginx-mod-geoip",
            "g++",
            "redis",
            "curl"));

    @Test
    void knowsItsNames() {
        assertThat(NAMES.size()).isEqualTo(8);
        assertThat(List.of("curl", "g++", "redis", "nginx-full")).allMatch(NAMES::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ngin", "nginx-", "zz", "curl\n", "NGINX", "curl\nnginx"})
    void knowsNoOthers(String name) {
        assertThat(NAMES.contains(name)).isFalse();
    }

    @Test
    void whatBeginsWithItIsFoundFirst() {
        assertThat(NAMES.search(" nGinx", 10)).containsExactly("nginx", "nginx-full", "libnginx-mod-geoip");
        assertThat(NAMES.search("nginx", 2)).containsExactly("nginx", "nginx-full");
        assertThat(NAMES.search("", 3)).containsExactly("curl", "g++", "libnginx-mod-geoip");
        assertThat(NAMES.search("none", 3)).isEmpty();
    }

    @Test
    void knowsWhatWasMeant() {
        assertThat(NAMES.nearest("ngnix")).containsExactly("nginx");
        assertThat(NAMES.nearest("postgres")).containsExactly("postgresql", "postgresql-15");
        assertThat(NAMES.nearest("windows-server")).isEmpty();
    }

    @Test
    void suggestsAFewOnly() {
        PackageNames many = PackageNames.of(
                IntStream.range(0, 100).mapToObj("package-%02d"::formatted).toList());

        assertThat(many.nearest("package")).containsExactly("package-00", "package-01", "package-02");
    }

    @Test
    void saysOfEachThatThereIsNotWhatWasMeant() {
        assertThat(NAMES.unknown(List.of("curl", "ngnix", "windows-server")))
                .isEqualTo(Map.of("ngnix", List.of("nginx"), "windows-server", List.of()));
    }

    @Test
    void isTheSameAfterItWasWrittenDown() {
        PackageNames read = PackageNames.ofLines(NAMES.lines());

        assertThat(read.search("", 100)).isEqualTo(NAMES.search("", 100));
        assertThat(PackageNames.of(List.of()).size()).isZero();
        assertThat(PackageNames.of(List.of()).nearest("x")).isEmpty();
    }
}
