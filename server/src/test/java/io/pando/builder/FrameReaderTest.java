package io.pando.builder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final List<String> frames = new ArrayList<>();
    private final FrameReader reader = new FrameReader(
            (word, argument, length) -> {
                if (length > 1_000) {
                    throw new BuilderException(BuilderException.Reason.OUTPUT, "too long");
                }
            },
            frame -> frames.add(frame.word() + "|" + frame.argument() + "|" + new String(frame.payload(), ISO_8859_1)));

    private void take(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        reader.take(bytes, bytes.length);
    }

    @Test
    void findsTheSameFramesHoweverTheBytesCome() {
        String said = "ready 1 0\nout - 5\nab\nc\nerr - 0\nresult a-b.txt 3\n\0\u00ff\nend 0 0\n";
        List<String> expected = List.of("ready|1|", "out|-|ab\nc\n", "err|-|", "result|a-b.txt|\0\u00ff\n", "end|0|");
        Random random = new Random(1);
        for (int attempt = 0; attempt < 200; attempt++) {
            frames.clear();
            for (int at = 0; at < said.length(); ) {
                int part = Math.min(said.length() - at, random.nextInt(9));
                take(said.substring(at, at + part));
                at += part;
            }
            assertThat(frames).isEqualTo(expected);
            assertThat(reader.isWithinFrame()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "out\n",
                "out - \n",
                "out - -1\n",
                "out - +1\n",
                "out - 01\n",
                "out - 1 \n",
                "out - 0x10\n",
                "out - 9999999999\n",
                "out - 99999999999999999999\n",
                "out  1\n",
                "OUT - 1\n",
                "out ../../etc/passwd 1\n",
                "out a/b 1\n",
                "out a\0b 1\n",
                "out - 1\r\n",
                "out\t-\t1\n",
                "{\"out\": 1}\n",
                "\u0661 - 1\n",
                "wordswordswordswords - 1\n"
            })
    void refusesWhatIsNoHeader(String said) {
        assertThatThrownBy(() -> take(said))
                .isInstanceOfSatisfying(
                        BuilderException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(BuilderException.Reason.BROKEN));
        assertThat(frames).isEmpty();
    }

    @Test
    void refusesAHeaderThatDoesNotEnd() {
        take("o".repeat(100));

        assertThatThrownBy(() -> take("o")).isInstanceOf(BuilderException.class);
    }

    /** A length is believed only as far as it is allowed, and costs no memory before the bytes have come. */
    @Test
    void refusesALengthBeforeItsBytesCome() {
        assertThatThrownBy(() -> take("out - 1001\n"))
                .isInstanceOfSatisfying(
                        BuilderException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(BuilderException.Reason.OUTPUT));
    }

    @Test
    void writesWhatItReads() {
        byte[] bytes = new Frame("file", "keys.txt", "a\nb".getBytes(ISO_8859_1)).bytes();

        reader.take(bytes, bytes.length);

        assertThat(frames).containsExactly("file|keys.txt|a\nb");
    }
}
