package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.database.Database;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody guesses passwords as fast as it goes. */
@Tag("slow")
@Tag("alone")
class SignInFloodTest extends EdgeTest {
    private static final int ATTEMPTS = 100_000;
    private static final int AT_ONCE = 16;
    private static final int MEASURED = 15;
    private static final int PER_ADDRESS = 100;
    private static final int WARMING = 1_000;

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private Database database;

    @Test
    @Timeout(300)
    void aHundredThousandAttemptsAddNoSessionAndDoNotHoldUpOthers() throws Exception {
        // Whatever other tests have tried is forgotten.
        clock.advance(Duration.ofMinutes(2));
        Person person = person();
        // The first ones find the server cold.
        measure(person, MEASURED);
        new Flood(WARMING).toTheEnd(AT_ONCE);
        clock.advance(Duration.ofMinutes(2));
        double before = measure(person, MEASURED);
        long sessions = sessions();

        Flood flood = new Flood(ATTEMPTS);
        double[] slowed = new double[2];
        flood.during(AT_ONCE, () -> {
            // At first guesses are compared with passwords; later they are refused before that.
            slowed[0] = measure(person, MEASURED);
            while (flood.refused.get() < 10 * PER_ADDRESS) {
                LockSupport.parkNanos(1_000_000);
            }
            slowed[1] = measure(person, MEASURED);
        });
        assertThat(flood.left.get()).as("attempts that were still to come").isPositive();
        // The rest only has to be counted.
        flood.toTheEnd(4 * AT_ONCE);

        System.out.printf(
                "sign-in flood: %d compared, sign-in %.1f ms before, %.1f ms while they were compared, %.1f ms after%n",
                flood.wrong.get(), before, slowed[0], slowed[1]);
        assertThat(flood.wrong.get() + flood.refused.get()).isGreaterThanOrEqualTo(ATTEMPTS);
        // The clock stands still: an address has a hundred attempts.
        assertThat(flood.wrong.get()).isLessThanOrEqualTo(PER_ADDRESS);
        assertThat(sessions()).isEqualTo(sessions + 2 * MEASURED);
        assertThat(slowed[0]).isLessThanOrEqualTo(2 * before);
        assertThat(slowed[1]).isLessThanOrEqualTo(2 * before);
    }

    /** Attempts from another address than everybody else's, each with another name. */
    private final class Flood {
        private final AtomicInteger left;
        private final AtomicInteger wrong = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        Flood(int attempts) {
            left = new AtomicInteger(attempts);
        }

        /** Has so many attackers try while something else happens. */
        void during(int attackers, Runnable meanwhile) throws Exception {
            AtomicBoolean enough = new AtomicBoolean();
            try (ExecutorService threads = Executors.newFixedThreadPool(attackers)) {
                List<Future<?>> attacks = attacks(attackers, enough, threads);
                try {
                    meanwhile.run();
                } finally {
                    enough.set(true);
                }
                awaitAll(attacks);
            }
        }

        /** Has so many attackers try until all has been tried. */
        void toTheEnd(int attackers) throws Exception {
            try (ExecutorService threads = Executors.newFixedThreadPool(attackers)) {
                awaitAll(attacks(attackers, new AtomicBoolean(), threads));
            }
        }

        private List<Future<?>> attacks(int attackers, AtomicBoolean enough, ExecutorService threads) {
            return Stream.<Future<?>>generate(() -> threads.submit(() -> {
                        attack(enough);
                        return null;
                    }))
                    .limit(attackers)
                    .toList();
        }

        private static void awaitAll(List<Future<?>> attacks) throws Exception {
            for (Future<?> attack : attacks) {
                attack.get();
            }
        }

        /** Over a connection for as long as it is kept open. */
        private void attack(AtomicBoolean enough) throws IOException {
            while (!enough.get() && left.get() > 0) {
                try (Socket socket = new Socket()) {
                    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 66}), 0));
                    socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
                    socket.setTcpNoDelay(true);
                    InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                    boolean kept = true;
                    while (kept && !enough.get() && left.get() > 0) {
                        send(socket.getOutputStream(), "x" + left.getAndDecrement());
                        Answer answer = answer(in);
                        kept = answer.kept();
                        switch (answer.status()) {
                            case 401 -> wrong.incrementAndGet();
                            case 429 -> refused.incrementAndGet();
                            default -> throw new IOException("neither wrong nor too many");
                        }
                    }
                }
            }
        }
    }

    private long sessions() {
        return database.reader()
                .sql("SELECT count(*) FROM credential WHERE kind = 'SESSION'")
                .query(Long.class)
                .single();
    }

    /** Median of what signing in takes, milliseconds. */
    private double measure(Person person, int times) {
        double[] took = new double[times];
        for (int i = 0; i < times; i++) {
            Browser browser = browser();
            browser.get("/api/v1/about");
            long begun = System.nanoTime();
            int status =
                    browser.trySignIn(person.user().name(), person.password()).statusCode();
            took[i] = (System.nanoTime() - begun) / 1e6;
            assertThat(status).isEqualTo(200);
        }
        Arrays.sort(took);
        return took[times / 2];
    }

    private void send(OutputStream out, String name) throws IOException {
        String body = "{\"name\":\"%s\",\"password\":\"guess\"}".formatted(name);
        out.write("""
                POST /api/v1/session HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Cookie: XSRF-TOKEN=confirmed\r
                X-XSRF-TOKEN: confirmed\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(port, body.length(), body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private record Answer(int status, boolean kept) {}

    /** Reads one answer whole. */
    private static Answer answer(InputStream in) throws IOException {
        String first = line(in);
        int length = -1;
        boolean kept = true;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.equals("connection: close")) {
                kept = false;
            }
        }
        if (length >= 0) {
            in.skipNBytes(length);
        } else {
            for (int chunk = Integer.parseInt(line(in), 16); chunk > 0; chunk = Integer.parseInt(line(in), 16)) {
                in.skipNBytes(chunk + 2);
            }
            line(in);
        }
        return new Answer(Integer.parseInt(first.split(" ", -1)[1]), kept);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
