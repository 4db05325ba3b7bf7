package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void isNeverTheSame() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(secrets.add(Secret.forSession())).isTrue();
            assertThat(secrets.add(Secret.forToken())).isTrue();
            assertThat(secrets.add(Secret.forPerson())).isTrue();
        }
    }

    @Test
    void fitsIntoACookie() {
        assertThat(Secret.forSession()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void showsThatATokenWasMistyped() {
        String token = Secret.forToken();
        assertThat(Secret.looksLikeToken(token)).isTrue();
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(Secret.looksLikeToken(token.substring(0, i) + other + token.substring(i + 1)))
                    .isFalse();
        }
        assertThat(Secret.looksLikeToken("")).isFalse();
        assertThat(Secret.looksLikeToken(token + "a")).isFalse();
        assertThat(Secret.looksLikeToken("pando_" + "ä".repeat(49))).isFalse();
    }
}
