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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody guesses passwords as fast as it goes. */
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
        flood(AT_ONCE, WARMING, new AtomicInteger(), new AtomicInteger());
        clock.advance(Duration.ofMinutes(2));
        double before = measure(person, MEASURED);
        long sessions = sessions();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        double compared;
        double during;
        long begun = System.nanoTime();
        try (ExecutorService attackers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> floods = new ArrayList<>();
            for (int attacker = 0; attacker < AT_ONCE; attacker++) {
                int number = attacker;
                floods.add(attackers.submit(() -> {
                    flood(number, ATTEMPTS / AT_ONCE, wrong, refused);
                    return null;
                }));
            }
            // At first guesses are compared with passwords; later they are refused before that.
            compared = measure(person, MEASURED);
            while (refused.get() < 10 * PER_ADDRESS && floods.stream().noneMatch(Future::isDone)) {
                Thread.onSpinWait();
            }
            during = measure(person, MEASURED);
            assertThat(floods).as("the flood is still going on").anyMatch(flood -> !flood.isDone());
            for (Future<?> flood : floods) {
                flood.get();
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "sign-in flood: %d attempts in %.1f s, %d compared, sign-in %.1f ms before, %.1f ms while they were compared, %.1f ms after%n",
                ATTEMPTS, seconds, wrong.get(), before, compared, during);
        assertThat(wrong.get() + refused.get()).isEqualTo(ATTEMPTS);
        // The clock stands still: an address has a hundred attempts.
        assertThat(wrong.get()).isLessThanOrEqualTo(PER_ADDRESS);
        assertThat(sessions()).isEqualTo(sessions + 2 * MEASURED);
        assertThat(compared).isLessThanOrEqualTo(2 * before);
        assertThat(during).isLessThanOrEqualTo(2 * before);
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

    /** From another address than everybody else's, each attempt with another name, over a connection for as long as it is kept open. */
    private void flood(int attacker, int attempts, AtomicInteger wrong, AtomicInteger refused) throws IOException {
        int attempt = 0;
        while (attempt < attempts) {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 66}), 0));
                socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                boolean kept = true;
                while (kept && attempt < attempts) {
                    send(socket.getOutputStream(), "x%d-%d".formatted(attacker, attempt++));
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
