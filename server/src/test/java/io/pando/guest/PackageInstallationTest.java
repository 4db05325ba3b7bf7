package io.pando.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.guest.Customisation.Action;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageInstallationTest {
    private static final PackageInstallation.Sources NONE = new PackageInstallation.Sources(null, null, null, null);

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "libstdc++6", "python3.11", "g++", "7zip", "kernel-core", "A_b"})
    void takesNamesOfPackages(String name) {
        assertThat(PackageInstallation.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-o", "a b", "a;b", "$(id)", "nginx\n", "../x", "a/b", "é", "+a"})
    void refusesWhatIsNone(String name) {
        assertThat(PackageInstallation.isName(name)).isFalse();
        assertThatThrownBy(() -> PackageInstallation.actions(List.of(name), NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMoreThanAnybodyNeeds() {
        List<String> many = Collections.nCopies(PackageInstallation.MOST + 1, "nginx");

        assertThatThrownBy(() -> PackageInstallation.actions(many, NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutPackagesThereIsNothingToDo() {
        assertThat(PackageInstallation.actions(List.of(), NONE)).isEmpty();
    }

    /** Nothing that is typed becomes part of the script. */
    @Test
    void namesAndSourcesGoThroughStandardInput() {
        Action action = PackageInstallation.actions(
                        List.of("nginx", "curl"),
                        new PackageInstallation.Sources("http://proxy:3128", "deb http://mirror ./", null, " "))
                .getFirst();

        assertThat(new String(action.input(), StandardCharsets.UTF_8))
                .isEqualTo("proxy http://proxy:3128\napt deb http://mirror ./\npackage nginx\npackage curl\n");
        assertThat(action.script()).doesNotContain("nginx").doesNotContain("mirror");
        assertThat(action.title()).isEqualTo("Install nginx, curl");
    }
}
