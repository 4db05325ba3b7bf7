package io.pando.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.guest.ConsolePrompts.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsolePromptsTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "LOGIN|debian login: ",
                "LOGIN|\\r\\nDebian GNU/Linux 12 debian ttyS0\\r\\n\\r\\ndebian login: ",
                "LOGIN|\\rtiny-master login:",
                "LOGIN|debian login: [   12.345678] random: crng init done\\r\\n",
                "LOGIN|Login incorrect\\r\\ndebian login: ",
                "LOGIN|\\e[2J\\e[Hhost login: ",
                "PASSWORD|root\\r\\nPassword: ",
                "PASSWORD|Password for ada: ",
                "PASSWORD|[sudo] password for ada: ",
                "PASSWORD|Passwort: ",
                "PASSWORD|Password: [   12.345678] random: crng init done\\r\\n",
                "REFUSED|\\r\\nLogin incorrect\\r\\n",
                "REFUSED|su: Authentication failure\\r\\n",
                "EXPIRED|Your account has expired; please contact your system administrator.\\r\\n",
                "EXPIRED|You are required to change your password immediately (administrator enforced).\\r\\n",
                "SHELL|root@debian:~# ",
                "SHELL|Last login: Mon Jan  1 on ttyS0\\r\\nroot@debian:~# ",
                "SHELL|There were 2 failed login attempts.\\r\\n$ ",
                "SHELL|\\e[?2004hroot@debian:~# ",
                "SHELL|\\e]0;root@debian: ~\\aroot@debian:~# ",
                "SHELL|~ # \\e[6n",
                "SHELL|ada% ",
                "NONE|",
                "NONE|[    0.000000] Linux version 6.1.0 (gcc) #1 SMP\\r\\n",
                "NONE|Last login: Mon Jan  1 00:00:00 UTC 2026 on ttyS0\\r\\n",
                "NONE|[  OK  ] Started OpenBSD Secure Shell server.\\r\\n",
                "NONE|Loading Linux 6.1.0 ...\\r\\n"
            })
    void recognises(Prompt prompt, String shown) {
        String text = shown == null
                ? ""
                : shown.replace("\\r", "\r")
                        .replace("\\n", "\n")
                        .replace("\\e", "\u001b")
                        .replace("\\a", "\u0007");
        assertThat(ConsolePrompts.last(text)).isEqualTo(prompt);
    }

    @Test
    void standsAFlood() {
        assertThat(ConsolePrompts.last("password ".repeat(4_000))).isEqualTo(Prompt.NONE);
        assertThat(ConsolePrompts.last("\u001b[".repeat(16_000))).isEqualTo(Prompt.NONE);
    }
}
