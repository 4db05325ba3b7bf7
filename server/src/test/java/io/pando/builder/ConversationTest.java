package io.pando.builder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.builder.BuilderException.Reason;
import io.pando.host.ApplianceSpecification;
import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import io.pando.host.Appliances;
import io.pando.host.GuestLines;
import io.pando.host.HostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What Pando does on the line, with an appliance that says what the test wants. */
class ConversationTest {
    private static final BuilderLimits LIMITS = new BuilderLimits(Duration.ofSeconds(5), 256, 100, 100, 2);

    /** What was done, in order. */
    private final List<String> deeds = new ArrayList<>();

    /** What the appliance says next; nothing more is silence. */
    private final Queue<String> said = new ArrayDeque<>();

    private boolean ended;

    private BuilderResult hold(Duration start, Disk... disks) throws InterruptedException {
        BuilderTask task = new BuilderTask(
                new UUID(0, 1),
                "host",
                "A test",
                List.of(disks),
                new BuilderScript("test.sh", "true\n"),
                Map.of("key", "secret".getBytes(UTF_8)),
                false,
                LIMITS);
        return new Conversation(new Host(), task, start).hold(progress -> {});
    }

    private BuilderResult hold(Disk... disks) throws InterruptedException {
        return hold(Duration.ofMinutes(1), disks);
    }

    private Reason failure(Duration start) {
        return catchThrowableOfType(BuilderException.class, () -> hold(start)).reason();
    }

    @Test
    void sendsInputsAndScriptOnceTheApplianceIsReady() throws Exception {
        said.addAll(List.of("rea", "dy 1 0\n", "out - 2\nhi", "end 0 0\n"));

        assertThat(hold().output()).asString().isEqualTo("hi");
        assertThat(deeds).containsExactly("file key 6\nsecret", "run 5 5\ntrue\n", "remove", "close");
    }

    /** What was written is on the disks only when the appliance is off. */
    @Test
    void waitsUntilAnApplianceWithADiskThatWasChangedIsOff() throws Exception {
        said.addAll(List.of("ready 1 0\n", "end 0 0\n", "", "off"));

        hold(new Disk("target", "volume", Format.RAW, true));

        assertThat(deeds).containsExactly("file key 6\nsecret", "run 5 5\ntrue\n", "off - 0\n", "remove", "close");
        assertThat(said).isEmpty();
    }

    @Test
    void givesUpOnAnApplianceThatDoesNotBegin() {
        assertThat(failure(Duration.ofMillis(50))).isEqualTo(Reason.SILENT);
        assertThat(deeds).containsExactly("remove", "close");
    }

    @Test
    void noticesAnApplianceThatEnds() {
        said.addAll(List.of("ready 1 0\n", "out - 5\nab", "off"));

        assertThat(failure(Duration.ofMinutes(1))).isEqualTo(Reason.DIED);
        assertThat(deeds).endsWith("remove", "close");
    }

    @Test
    void doesNotListenToAnApplianceThatTalksNonsense() {
        said.add("login: ready 1 0\n");

        assertThat(failure(Duration.ofMinutes(1))).isEqualTo(Reason.BROKEN);
        assertThat(deeds).containsExactly("remove", "close");
    }

    @Test
    void aHostThatDoesNotAnswerIsNotTheAppliancesFault() {
        said.add("lost");

        assertThatThrownBy(this::hold)
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.passing()).isTrue());
    }

    private final class Host implements Appliances {
        @Override
        public void provide(String name, Path file, String sha256) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void start(ApplianceSpecification wanted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public GuestLines.SerialLine open(UUID uuid) {
            return new Line();
        }

        @Override
        public boolean exists(UUID uuid) {
            return !ended;
        }

        @Override
        public void remove(UUID uuid) {
            ended = true;
            deeds.add("remove");
        }
    }

    private final class Line implements GuestLines.SerialLine {
        @Override
        public int read(byte[] buffer, Duration wait) {
            String next = said.poll();
            if (next == null) {
                return 0;
            }
            if (next.equals("lost")) {
                throw new HostException(HostException.Reason.UNREACHABLE, "The host does not answer.", null);
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
            deeds.add(new String(bytes, UTF_8));
        }

        @Override
        public void close() {
            assertThat(ended).isTrue();
            deeds.add("close");
        }
    }
}
