package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Role;
import io.pando.api.TokenRight;
import io.pando.database.TestDatabase;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProjectMakersTest {
    private static final Caller ADMINISTRATOR = new Caller("1", "admin", Role.ADMINISTRATOR, "s");
    private static final Caller MEMBER = new Caller("2", "ada", Role.MEMBER, "s");
    private static final Caller OF_ONE_PROJECT =
            new Caller("2", "ada", Role.MEMBER, "t", new Scope(Set.of(TokenRight.PROJECTS), "lab"));

    private static ProjectMakers makers(boolean everybody) {
        return new ProjectMakers(
                TestDatabase.properties(Map.of("pando.access.projects-by-everybody", Boolean.toString(everybody))));
    }

    @Test
    void areAdministrators() {
        assertThat(makers(false).include(ADMINISTRATOR)).isTrue();
        assertThat(makers(false).include(MEMBER)).isFalse();
    }

    @Test
    void areEverybodyWhereTheConfigurationSaysSo() {
        assertThat(makers(true).include(MEMBER)).isTrue();
        assertThat(makers(true).include(ADMINISTRATOR)).isTrue();
    }

    @Test
    void areNeverThoseWhoReachOneProjectOnly() {
        assertThat(makers(true).include(OF_ONE_PROJECT)).isFalse();
    }
}
