package io.pando.provisioning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.guest.Customisation.Action;
import io.pando.guest.GuestException;
import io.pando.guest.GuestException.Reason;
import io.pando.host.GuestLines;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pando says to a machine that asks for its settings, and what it makes of what comes back. */
class ProvisioningTalkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKEN = "0123abcd";

    private final List<String> sent = new ArrayList<>();
    private final Queue<String> said = new ArrayDeque<>();
    private final ProvisioningTalk talk = new ProvisioningTalk(new ProvisioningLine(new Line()), "s1");

    private static String line(String word, String argument, String data) {
        String encoded = Base64.getEncoder().encodeToString(data.getBytes(UTF_8));
        return "%s %s %d %s\n".formatted(word, argument, encoded.length(), encoded);
    }

    private static Action action(byte @Nullable [] input, @Nullable String secret) {
        return new Action("do", "Do it", "true\n", input, secret, Duration.ofSeconds(5));
    }

    @Test
    void meetsTheMachineThatHasTheToken() throws Exception {
        said.add(line("hello", "s1", TOKEN));

        assertThat(talk.meet(TOKEN, PATIENCE, () -> {})).isTrue();
        // Whatever an earlier server was saying when it died ends before.
        assertThat(sent).containsExactly("\nopen s1\n");
    }

    @Test
    void whatWasSaidToAnEarlierServerCountsForNothing() throws Exception {
        said.add("ult 2 40 bm90aGlu\nresult s0-1 4 MAo=\n" + line("hello", "s0", TOKEN));
        said.add("\u0000\u00ff\n\n" + line("hello", "s1", TOKEN).substring(0, 9));
        said.add(line("hello", "s1", TOKEN).substring(9));

        assertThat(talk.meet(TOKEN, PATIENCE, () -> {})).isTrue();
    }

    @Test
    void anotherMachineIsTurnedAway() {
        said.add(line("hello", "s1", "another"));

        assertThat(catchThrowableOfType(GuestException.class, () -> talk.meet(TOKEN, PATIENCE, () -> {}))
                        .reason())
                .isEqualTo(Reason.NONSENSE);
    }

    @Test
    void nobodyAnswersInTime() throws Exception {
        assertThat(talk.meet(TOKEN, Duration.ofMillis(20), () -> {})).isFalse();
    }

    @Test
    void givesInputAndScriptAndHearsHowItWent() throws Exception {
        List<String> progress = new ArrayList<>();
        said.add(line("hello", "s1", TOKEN));
        said.add(line("progress", "s1-3", "half\u001b[2J\u202eway") + line("result", "s1-3", "0\nall is well\n"));

        assertThat(talk.carryOut(3, action("in\0put".getBytes(UTF_8), null), progress::add)
                        .text())
                .isEqualTo("all is well\n");
        assertThat(progress).containsExactly("half[2Jway");
        assertThat(sent)
                .containsExactly(
                        "input - 8 aW4AcHV0\n",
                        "run s1-3 5 16 %s\n"
                                .formatted(Base64.getEncoder().encodeToString("cd /\ntrue\n".getBytes(UTF_8))));
    }

    @Test
    void saysWhatWentWrongInTheGuestWithoutItsSecrets() {
        said.add(line("result", "s1-1", "7\nfirst\nthe word hunter2 is bad\n"));

        assertThatThrownBy(() -> talk.carryOut(1, action(null, "hunter2"), told -> {}))
                .isInstanceOf(GuestException.class)
                .hasMessage("Do it failed with exit code 7: the word … is bad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "\n", "99999\n", "-1\nx", "0", "0 \n"})
    void anEndThatCannotBeReadIsNone(String end) {
        said.add(line("result", "s1-1", end));

        assertThat(catchThrowableOfType(GuestException.class, () -> talk.carryOut(1, action(null, null), told -> {}))
                        .reason())
                .isEqualTo(Reason.NONSENSE);
    }

    @Test
    void aGuestThatIsSwitchedOffIsLostForNow() {
        said.add("off");

        assertThat(catchThrowableOfType(ProblemException.class, () -> talk.meet(TOKEN, PATIENCE, () -> {}))
                        .passing())
                .isTrue();
    }

    @Test
    void aLineWithoutEndIsNotListenedTo() {
        for (int piece = 0; piece < 10; piece++) {
            said.add("x".repeat(10_000));
        }

        assertThat(catchThrowableOfType(GuestException.class, () -> talk.meet(TOKEN, PATIENCE, () -> {}))
                        .reason())
                .isEqualTo(Reason.NONSENSE);
    }

    @Test
    void aGuestThatTalksWithoutEndIsNotListenedTo() {
        for (int piece = 0; piece < 2_000; piece++) {
            said.add("x\n".repeat(5_000));
        }

        assertThat(catchThrowableOfType(GuestException.class, () -> talk.meet(TOKEN, PATIENCE, () -> {}))
                        .reason())
                .isEqualTo(Reason.NONSENSE);
        assertThat(said).isNotEmpty();
    }

    private final class Line implements GuestLines.SerialLine {
        @Override
        public int read(byte[] buffer, Duration wait) {
            String next = said.poll();
            if (next == null) {
                return 0;
            }
            if (next.equals("off")) {
                return -1;
            }
            byte[] bytes = next.getBytes(UTF_8);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return bytes.length;
        }

        @Override
        public void write(byte[] bytes) {
            sent.add(new String(bytes, US_ASCII));
        }

        @Override
        public void close() {}
    }
}
