package io.pando.builder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.builder.BuilderException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final BuilderLimits LIMITS = new BuilderLimits(Duration.ofSeconds(7), 256, 100, 50, 2);

    private final List<BuilderProgress> progress = new ArrayList<>();
    private final Answer answer = new Answer(
            BuilderTask.of(new UUID(0, 1), "host", "title", List.of(), new BuilderScript("look.sh", ""), LIMITS),
            progress::add);

    private void say(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        answer.take(bytes, bytes.length);
    }

    private void begin() {
        say("ready 1 0\n");
        answer.begin();
    }

    private Reason refusal(String text) {
        return catchThrowableOfType(BuilderException.class, () -> say(text)).reason();
    }

    @Test
    void gathersWhatAScriptSays() {
        begin();
        say("out - 2\nhiprogress - 8\n10 Beginerr - 4\nohnoprogress - 6\nning\n5out - 1\n!");
        say("result a 3\nabcresult b 0\nend 7 0\n");

        assertThat(answer.hasEnded()).isTrue();
        BuilderResult result = answer.result();
        assertThat(result.exitStatus()).isEqualTo(7);
        assertThat(result.output()).asString().isEqualTo("hi!");
        assertThat(result.error()).asString().isEqualTo("ohno");
        assertThat(result.results()).containsOnlyKeys("a", "b");
        assertThat(result.results().get("a")).asString().isEqualTo("abc");
        assertThat(progress).containsExactly(new BuilderProgress(10, "Beginning"));
    }

    @ParameterizedTest
    @CsvSource({"time, TIME", "memory, MEMORY"})
    void saysWhichLimitEndedIt(String end, Reason reason) {
        begin();
        say("end %s 0\n".formatted(end));

        assertThat(catchThrowableOfType(BuilderException.class, answer::result).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ready 1 0\n",
                "end 256x 0\n",
                "end 1000 0\n",
                "end done 0\n",
                "end 0 1\n",
                "off - 0\n",
                "out x 1\n",
                "out - 32769\n",
                "result .. 1\n",
                "result -rf 1\n",
                "result A 1\n",
                "result a 0\nout - 0\n",
                "result a 0\nresult a 0\n",
                "end 0 0\nend 0 0\n",
                "end 0 0\nout - 1\n"
            })
    void refusesWhatMayNotBeSaidThen(String said) {
        begin();

        assertThat(refusal(said)).isEqualTo(Reason.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out - 1\n",
                "end 0 0\n",
                "result a 1\n",
                "ready 2 0\n",
                "ready 1 1\n",
                "ready 1 0\nready 1 0\n",
                "ready 1 0\nend 0 0\n"
            })
    void refusesAnswersToWhatWasNotAsked(String said) {
        assertThat(refusal(said)).isEqualTo(Reason.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out - 60\n%sout - 41\n",
                "err - 101\n",
                "result a 51\n",
                "result a 30\n%30sresult b 21\n",
                "result a 0\nresult b 0\nresult c 0\n"
            })
    void refusesMoreThanIsAllowed(String said) {
        begin();

        assertThat(refusal(said.replace("%s", "x".repeat(60)).replace("%30s", "x".repeat(30))))
                .isEqualTo(Reason.OUTPUT);
    }

    /** Progress is not part of the result, but has its bound as well. */
    @Test
    void refusesEndlessProgress() {
        begin();
        String piece = "progress - 32768\n" + "1 x\n".repeat(8192);
        for (int pieces = 0; pieces < 8; pieces++) {
            say(piece);
        }

        assertThat(refusal("progress - 1\n")).isEqualTo(Reason.OUTPUT);
    }

    @Test
    void passesOverWhatIsNoProgress() {
        begin();
        String lines = "nonsense\n-1 x\n1000 x\n 5 x\n999 much\n5 \u001b[31mred\u0000\n6 " + "y".repeat(500) + "\n";
        say("progress - %d\n%s".formatted(lines.getBytes(UTF_8).length, lines));

        assertThat(progress)
                .containsExactly(
                        new BuilderProgress(100, "much"),
                        new BuilderProgress(5, " [31mred "),
                        new BuilderProgress(6, "y".repeat(200)));
    }

    @Test
    void anEndlessLineOfProgressTakesNoRoom() {
        begin();
        for (int piece = 0; piece < 7; piece++) {
            say("progress - 32768\n" + "1".repeat(32768));
        }

        assertThat(progress).isEmpty();
    }

    @Test
    void showsTheLastWordsWithoutControls() {
        begin();
        say("err - 18\nfirst\nla\u0007st\u001b[0m\n\n\nend 1 0\n");

        assertThat(catchThrowableOfType(
                        BuilderException.class, () -> answer.result().orThrow("look")))
                .hasMessage("The builder could not look (exit status 1: la st [0m).");
    }
}
