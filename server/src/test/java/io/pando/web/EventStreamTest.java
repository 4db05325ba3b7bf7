package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.pando.api.CreateProject;
import io.pando.api.Project;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.SetMember;
import io.pando.api.SetPassword;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Changed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;

class EventStreamTest extends EdgeTest {
    @Autowired
    @SuppressWarnings("NullAway.Init")
    private ApplicationEventPublisher publisher;

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private Database database;

    @Test
    void greetsAndSaysHowToReadIt() throws Exception {
        try (Listener listener = listen(browser().signIn(person()))) {
            assertThat(listener.response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(listener.response.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(listener.next()).containsExactly("retry: 2000");
            assertThat(listener.next()).contains("event: hello", "data: {}");
        }
    }

    @Test
    void tellsEachOnlyWhatTheyMaySee() throws Exception {
        Person ada = person();
        Person bob = person();
        try (Listener adas = greeted(browser().signIn(ada));
                Listener bobs = greeted(browser().signIn(bob));
                Listener administrators = greeted(browser().signIn(person(Role.ADMINISTRATOR)))) {
            publisher.publishEvent(new Changed("machine", "of-ada", ada.user().id(), ada.user()));
            publisher.publishEvent(new Changed("machine", "of-bob", bob.user().id(), null));
            publisher.publishEvent(new Changed("host", "of-all", null, null));
            assertThat(adas.next())
                    .contains("event: machine")
                    .contains("data: {\"type\":\"machine\",\"id\":\"of-ada\",\"object\":"
                            + json.writeValueAsString(ada.user()) + "}");
            assertThat(adas.next()).contains("event: host", "data: {\"type\":\"host\",\"id\":\"of-all\"}");
            assertThat(bobs.next()).contains("data: {\"type\":\"machine\",\"id\":\"of-bob\"}");
            assertThat(bobs.next()).contains("event: host");
            assertThat(administrators.next()).anyMatch(line -> line.contains("of-ada"));
            assertThat(administrators.next()).anyMatch(line -> line.contains("of-bob"));
            assertThat(administrators.next()).anyMatch(line -> line.contains("of-all"));
        }
    }

    @Test
    void tellsOfAProjectWhoIsInItAndOnlyAsLongAs() throws Exception {
        Person ada = person();
        String name = "p" + UUID.randomUUID().toString().substring(0, 12);
        Browser administrator = administrator();
        Project project = json.readValue(
                administrator
                        .send("POST", "/api/v1/projects", new CreateProject(name, null, null))
                        .body(),
                Project.class);
        String member =
                "/api/v1/projects/" + project.id() + "/members/" + ada.user().id();
        try (Listener adas = greeted(browser().signIn(ada))) {
            publisher.publishEvent(new Changed("machine", "before", null, project.id(), null));
            administrator.send("PUT", member, new SetMember(ProjectRole.VIEWER));
            // As one of those who see the project, and as the one whose membership it is.
            assertThat(adas.next()).contains("event: project");
            assertThat(adas.next()).contains("event: project");
            publisher.publishEvent(new Changed("machine", "during", null, project.id(), null));
            assertThat(adas.next()).contains("data: {\"type\":\"machine\",\"id\":\"during\"}");
            administrator.send("DELETE", member, null);
            assertThat(adas.next()).contains("event: project");
            publisher.publishEvent(new Changed("machine", "after", null, project.id(), null));
            publisher.publishEvent(new Changed("host", "last", null, null));
            assertThat(adas.next()).contains("event: host");
        }
    }

    @Test
    void tellsOnlyWhatWasCommitted() throws Exception {
        Person person = person();
        try (Listener listener = greeted(browser().signIn(person))) {
            try {
                database.inTransaction(() -> {
                    publisher.publishEvent(
                            new Changed("job", "undone", person.user().id(), null));
                    throw new IllegalStateException("undo");
                });
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("undo");
            }
            database.inTransaction(() -> publisher.publishEvent(
                    new Changed("job", "done", person.user().id(), null)));
            assertThat(listener.next()).contains("data: {\"type\":\"job\",\"id\":\"done\"}");
        }
    }

    @Test
    void doesNotLetAnEventThatCannotBeWrittenUndoWhatItTells() throws Exception {
        Person person = person();
        try (Listener listener = greeted(browser().signIn(person))) {
            database.inTransaction(() ->
                    publisher.publishEvent(new Changed("job", "1", person.user().id(), new Unwritable("x"))));
            publisher.publishEvent(new Changed("job", "2", person.user().id(), null));
            assertThat(listener.next()).contains("data: {\"type\":\"job\",\"id\":\"2\"}");
        }
    }

    @Test
    void endsAtOnceWhenTheSessionDoes() throws Exception {
        Browser browser = browser().signIn(person());
        try (Listener listener = greeted(browser)) {
            browser.send("DELETE", "/api/v1/session", null);
            assertThat(within(Duration.ofSeconds(3), listener::next)).isEmpty();
        }
    }

    @Test
    void endsAtOnceWhenThePasswordChanges() throws Exception {
        Person person = person();
        try (Listener listener = greeted(browser().signIn(person))) {
            User user = person.user();
            administrator().send("PUT", "/api/v1/users/" + user.id() + "/password", new SetPassword("another one"));
            assertThat(within(Duration.ofSeconds(3), listener::next)).isEmpty();
        }
    }

    @Test
    void endsWithinFiveSecondsWhenTheCredentialExpiresOrAnotherServerTookItBack() throws Exception {
        String secret = token(browser().signIn(person()), 60L).secret();
        try (Listener listener = new Listener(withToken("/api/v1/events", secret))) {
            listener.next();
            listener.next();
            clock.advance(Duration.ofSeconds(61));
            assertThat(within(Duration.ofSeconds(6), listener::next)).isEmpty();
        }
    }

    @Test
    void cutsOffWhoDoesNotKeepUpAndKeepsTheOthers() throws Exception {
        Person slow = person();
        Person quick = person();
        try (Listener slows = greeted(browser().signIn(slow));
                Listener quicks = greeted(browser().signIn(quick))) {
            String much = "x".repeat(100_000);
            for (int i = 0; i < 3 * EventStream.QUEUE; i++) {
                publisher.publishEvent(
                        new Changed("machine", "m" + i, slow.user().id(), much));
            }
            publisher.publishEvent(new Changed("machine", "mine", quick.user().id(), null));
            assertThat(quicks.next()).anyMatch(line -> line.contains("mine"));
            int received = 0;
            while (!slows.next().isEmpty()) {
                received++;
            }
            assertThat(received).isLessThan(3 * EventStream.QUEUE);
        }
    }

    @Test
    void keepsTheNewestConnectionsOfAnAccount() throws Exception {
        Browser browser = browser().signIn(person());
        List<Listener> listeners = new ArrayList<>();
        try {
            for (int i = 0; i <= EventStream.MOST_FOR_AN_ACCOUNT; i++) {
                listeners.add(greeted(browser));
            }
            assertThat(within(Duration.ofSeconds(3), listeners.getFirst()::next))
                    .isEmpty();
            publisher.publishEvent(new Changed("host", UUID.randomUUID().toString(), null, null));
            assertThat(listeners.getLast().next()).contains("event: host");
        } finally {
            for (Listener listener : listeners) {
                listener.close();
            }
        }
    }

    record Unwritable(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("cannot be read");
        }
    }

    private static <T> T within(Duration time, Callable<T> work) {
        return assertTimeoutPreemptively(time, work::call);
    }

    private Listener listen(Browser browser) throws Exception {
        return new Listener(browser.prepare(request("/api/v1/events")));
    }

    private Listener greeted(Browser browser) throws Exception {
        Listener listener = listen(browser);
        listener.next();
        assertThat(listener.next()).contains("event: hello");
        return listener;
    }

    /** Reads events as a browser does. */
    private final class Listener implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Listener(HttpRequest.Builder request) throws IOException, InterruptedException {
            response = client.send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The lines of the next event; empty when there are no more. */
        List<String> next() throws IOException {
            List<String> event = new ArrayList<>();
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    return List.of();
                }
                if (line.isEmpty()) {
                    if (!event.isEmpty()) {
                        return event;
                    }
                } else if (!line.startsWith(":")) {
                    event.add(line);
                }
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
