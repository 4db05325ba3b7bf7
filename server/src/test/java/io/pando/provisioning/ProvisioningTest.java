package io.pando.provisioning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.Host;
import io.pando.guest.Customisation;
import io.pando.guest.Customisation.Action;
import io.pando.guest.GuestAddress;
import io.pando.host.GuestLines;
import io.pando.host.HostException;
import io.pando.host.Hosts;
import io.pando.host.Hypervisor;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order in which a machine gets its settings and its network, also when whoever gives them dies meanwhile. */
class ProvisioningTest {
    private static final String TOKEN = "0123abcd";
    private static final GuestAddress GUEST = new GuestAddress("host", new UUID(0, 1));
    private static final Customisation.FirstBoot SETTINGS = new Customisation.FirstBoot(
            List.of(action("console-password"), action("hostname")), List.of(action("packages")));

    private final List<String> happened = new ArrayList<>();
    private final Set<String> journal = new HashSet<>();
    private final Provisioning provisioning = new Provisioning(new OneGuest());

    private static Action action(String name) {
        return new Action(name, "Do " + name, "# %s#\n".formatted(name), null, null, Duration.ofSeconds(5));
    }

    @Test
    void theCablesArePluggedInOnceNobodyElseKnowsThePassword() throws Exception {
        provision(() -> happened.add("plug in"));

        assertThat(happened).containsExactly("console-password", "hostname", "plug in", "packages", "end");
    }

    /** They may have been pulled with the power, or never been plugged in. */
    @Test
    void theCablesArePluggedInByWhoeverGoesOn() throws Exception {
        assertThatThrownBy(() -> provision(() -> {
                    throw new HostException(HostException.Reason.UNREACHABLE, "The host went away.", null);
                }))
                .isInstanceOf(HostException.class);
        assertThat(happened).containsExactly("console-password", "hostname");

        provision(() -> happened.add("plug in"));

        assertThat(happened).containsExactly("console-password", "hostname", "plug in", "packages", "end");
    }

    private void provision(Runnable plugIn) throws InterruptedException {
        provisioning.provision(GUEST, TOKEN, SETTINGS, plugIn, Duration.ofSeconds(30), new Provisioning.Journal() {
            @Override
            public boolean isDone(String what) {
                return journal.contains(what);
            }

            @Override
            public void done(String what) {
                journal.add(what);
            }

            @Override
            public void progress(double percent, String detail) {}
        });
    }

    /** Answers as the first-boot program does. */
    private final class Line implements GuestLines.SerialLine {
        private final Queue<String> said = new ArrayDeque<>();

        @Override
        public int read(byte[] buffer, Duration wait) {
            String next = said.poll();
            if (next == null) {
                return 0;
            }
            byte[] bytes = next.getBytes(UTF_8);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return bytes.length;
        }

        @Override
        public void write(byte[] bytes) {
            String[] words = new String(bytes, US_ASCII).strip().split(" ", -1);
            switch (words[0]) {
                case "open" -> say("hello", words[1], TOKEN);
                case "run" -> {
                    String script = new String(Base64.getDecoder().decode(words[4]), UTF_8);
                    happened.add(script.replaceAll("(?s).*# (.*)#.*", "$1"));
                    say("result", words[1], "0\n");
                }
                default -> {
                    happened.add(words[0]);
                    say("bye", words[1], "");
                }
            }
        }

        private void say(String word, String argument, String data) {
            String encoded = Base64.getEncoder().encodeToString(data.getBytes(UTF_8));
            said.add("%s %s %d %s\n".formatted(word, argument, encoded.length(), encoded));
        }

        @Override
        public void close() {}
    }

    private final class OneGuest implements Hosts {
        @Override
        public Hypervisor hypervisor(String hostId) {
            return only(Hypervisor.class, "guests", only(GuestLines.class, "openProvisioning", null));
        }

        private <T> T only(Class<T> type, String method, @Nullable Object answer) {
            return type.cast(Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                        assertThat(called.getName()).isEqualTo(method);
                        return answer == null ? new Line() : answer;
                    }));
        }

        @Override
        public Optional<Host> find(String hostId) {
            return Optional.empty();
        }

        @Override
        public Optional<Standing> standing(String hostId) {
            return Optional.empty();
        }

        @Override
        public List<Host> all() {
            return List.of();
        }

        @Override
        public Host home() {
            throw new UnsupportedOperationException();
        }
    }
}
