package io.pando.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.cli.context.Precedence.Level;
import io.pando.cli.invocation.Failure;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option goes before the environment, that before the file; a context's token goes nowhere else. */
final class PrecedenceTest {
    private static final Contexts CONTEXTS = new Contexts(
            "home",
            List.of(
                    new Context("home", "http://home", "ada", "home-token", null, null),
                    new Context("work", "https://work/", "ada", "work-token", null, null),
                    new Context("bare", "http://bare", null, null, null, null)));

    /** Columns: server, token and context of the options, of the environment; what is in force. */
    @ParameterizedTest
    @CsvSource({
        ",,, ,,, http://home, home-token",
        ",,work, ,,, https://work, work-token",
        ",,, ,,work, https://work, work-token",
        ",,bare, ,,work, http://bare,",
        ",,, ,E,, http://home, E",
        ",,work, ,E,, https://work, work-token",
        ",T,work, ,E,, https://work, T",
        "http://new,,, ,,, http://new,",
        "http://new,,, ,E,, http://new, E",
        "http://new,,work, ,,, http://new,",
        "work/,,, ,,, http://work,",
        "https://work,,, ,,, https://work, work-token",
        ",,, http://new,,, http://new,",
        ",,, http://new,E,work, http://new, E",
        "http://new,T,, http://other,E,work, http://new, T",
    })
    void decides(
            @Nullable String optionServer,
            @Nullable String optionToken,
            @Nullable String optionContext,
            @Nullable String environmentServer,
            @Nullable String environmentToken,
            @Nullable String environmentContext,
            String server,
            @Nullable String token) {
        var decided = Precedence.decide(
                new Level("--context", optionServer, optionToken, optionContext),
                new Level("PANDO_CONTEXT", environmentServer, environmentToken, environmentContext),
                CONTEXTS);

        assertThat(decided.server()).isEqualTo(URI.create(server));
        assertThat(decided.token()).isEqualTo(token);
    }

    @Test
    void aTokenAloneIsEnough() {
        var decided = Precedence.decide(
                new Level("--context", null, null, null), new Level("PANDO_CONTEXT", null, "T", null), Contexts.NONE);

        assertThat(decided.server()).isEqualTo(ServerAddress.DEFAULT);
        assertThat(decided.token()).isEqualTo("T");
    }

    @Test
    void aContextThatIsNotThereIsAMistake() {
        assertThatThrownBy(() -> Precedence.decide(
                        new Level("--context", null, null, null),
                        new Level("PANDO_CONTEXT", null, null, "gone"),
                        CONTEXTS))
                .isInstanceOf(Failure.class)
                .hasMessage("There is no context 'gone' (PANDO_CONTEXT). `pando context ls` lists them.");
    }

    @Test
    void secretsDoNotAppearInText() {
        assertThat(CONTEXTS.toString()).doesNotContain("home-token");
        assertThat(new Level("x", null, "T0KEN", null).toString()).doesNotContain("T0KEN");
    }
}
