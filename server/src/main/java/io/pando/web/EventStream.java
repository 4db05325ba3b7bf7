package io.pando.web;

import io.pando.access.Authenticator;
import io.pando.access.Caller;
import io.pando.access.CredentialRevoked;
import io.pando.access.MembershipChanged;
import io.pando.access.ProjectAccess;
import io.pando.access.Reach;
import io.pando.api.Event;
import io.pando.event.Changed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passes changes on to everybody who listens and may see them, as server-sent events. Thread-safe.
 *
 * <p>Whoever publishes never waits for a reader: each has a queue of {@value #QUEUE} events, and one that does not keep up is cut
 * off. It connects again, and looks at everything once, as after any break.
 */
@Component
public final class EventStream {
    static final int QUEUE = 512;
    static final int MOST_FOR_AN_ACCOUNT = 32;

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    /** How long a browser waits before it connects again, milliseconds. */
    private static final int RETRY = 2_000;

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final JsonMapper json;
    private final Authenticator authenticator;
    private final ProjectAccess access;
    private final Duration checkEvery;
    private final Duration heartbeatEvery;
    private long sequence;
    private boolean closed;

    @Autowired
    EventStream(JsonMapper json, Authenticator authenticator, ProjectAccess access) {
        this(json, authenticator, access, Duration.ofSeconds(4), Duration.ofSeconds(15));
    }

    EventStream(
            JsonMapper json,
            Authenticator authenticator,
            ProjectAccess access,
            Duration checkEvery,
            Duration heartbeatEvery) {
        this.json = json;
        this.authenticator = authenticator;
        this.access = access;
        this.checkEvery = checkEvery;
        this.heartbeatEvery = heartbeatEvery;
    }

    /** Tells those who may see it of a change. Does not wait. */
    private void publish(Event event, Changed changed) {
        List<Subscriber> told = subscribers.stream()
                .filter(subscriber -> subscriber.sees(changed))
                .toList();
        if (told.isEmpty()) {
            return;
        }
        String data = json.writeValueAsString(event);
        synchronized (this) {
            sequence++;
            byte[] message = message(event.type(), sequence, data);
            told.forEach(subscriber -> subscriber.offer(message));
        }
    }

    /** What features publish, once it has been committed. */
    @TransactionalEventListener(fallbackExecution = true)
    void changed(Changed changed) {
        try {
            publish(new Event(changed.type(), changed.id(), changed.object()), changed);
        } catch (RuntimeException failure) {
            // The change has been made; that listeners do not hear of it must not make it look as if it had failed.
            LOG.error("The change of {} {} could not be told", changed.type(), changed.id(), failure);
        }
    }

    /** Who has joined or left a project sees other things from now on. */
    @TransactionalEventListener(fallbackExecution = true)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void membershipChanged(MembershipChanged changed) {
        subscribers.stream()
                .filter(subscriber ->
                        changed.userId().isEmpty() || subscriber.caller.userId().equals(changed.userId()))
                .forEach(this::lookAgain);
    }

    /** Whether somebody may still listen, and to what. */
    private boolean lookAgain(Subscriber subscriber) {
        Caller present = authenticator.present(subscriber.caller).orElse(null);
        if (present == null) {
            return false;
        }
        subscriber.become(present, access.reach(present));
        return true;
    }

    @EventListener
    void revoked(CredentialRevoked revoked) {
        subscribers.stream()
                .filter(subscriber -> subscriber.caller.credentialId().equals(revoked.credentialId()))
                .forEach(Subscriber::end);
    }

    /** A server that stops waits for requests to end; these would not by themselves. */
    @EventListener
    void stopping(ContextClosedEvent event) {
        synchronized (this) {
            closed = true;
        }
        subscribers.forEach(Subscriber::end);
    }

    /**
     * Writes events to a caller until the caller's credential ends, the server stops, or the caller does not keep up or goes away.
     * Occupies the calling thread, a virtual one.
     *
     * @throws IOException when the caller has gone away
     */
    void follow(Caller caller, OutputStream output) throws IOException, InterruptedException {
        Subscriber subscriber = subscribe(caller);
        try {
            write(output, subscriber);
        } finally {
            subscriber.end();
            subscribers.remove(subscriber);
        }
    }

    private Subscriber subscribe(Caller caller) {
        Subscriber subscriber = new Subscriber(caller, access.reach(caller));
        synchronized (this) {
            if (closed) {
                subscriber.end();
            }
            subscriber.offer(message("hello", sequence, "{}"));
            subscribers.add(subscriber);
            // A browser that was cut off may not have been noticed yet; the oldest connections make room for the new
            // one.
            List<Subscriber> own = subscribers.stream()
                    .filter(other -> other.caller.userId().equals(caller.userId()))
                    .toList();
            own.stream().limit(Math.max(0, own.size() - MOST_FOR_AN_ACCOUNT)).forEach(Subscriber::end);
        }
        return subscriber;
    }

    private void write(OutputStream output, Subscriber subscriber) throws IOException, InterruptedException {
        long lastWrite = System.nanoTime();
        long lastCheck = lastWrite;
        output.write("retry: %d\n\n".formatted(RETRY).getBytes(StandardCharsets.UTF_8));
        output.flush();
        while (true) {
            List<byte[]> messages = subscriber.take(checkEvery);
            if (messages == null) {
                return;
            }
            long now = System.nanoTime();
            if (now - lastCheck >= checkEvery.toNanos() / 2) {
                // An event says so when a credential is taken back by this server; this finds what another did, and
                // what expired.
                if (!lookAgain(subscriber)) {
                    return;
                }
                lastCheck = now;
            }
            if (messages.isEmpty() && now - lastWrite < heartbeatEvery.toNanos()) {
                continue;
            }
            if (messages.isEmpty()) {
                output.write(":\n\n".getBytes(StandardCharsets.UTF_8));
            }
            for (byte[] message : messages) {
                output.write(message);
            }
            output.flush();
            lastWrite = now;
        }
    }

    private static byte[] message(String name, long id, String data) {
        return "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, name, data).getBytes(StandardCharsets.UTF_8);
    }

    /** Somebody who listens, with what has not been sent yet. */
    private static final class Subscriber {
        private volatile Caller caller;
        private volatile Reach reach;
        private List<byte[]> waiting = new ArrayList<>();
        private boolean ended;

        Subscriber(Caller caller, Reach reach) {
            this.caller = caller;
            this.reach = reach;
        }

        /** The same person, of whom something else is known now. */
        void become(Caller present, Reach sees) {
            caller = present;
            reach = sees;
        }

        boolean sees(Changed changed) {
            if (changed.projectId() != null) {
                return reach.includes(changed.projectId());
            }
            return changed.ownerId() == null || caller.mayActFor(changed.ownerId());
        }

        synchronized void offer(byte[] message) {
            if (waiting.size() == QUEUE) {
                end();
            }
            if (!ended) {
                waiting.add(message);
                notifyAll();
            }
        }

        synchronized void end() {
            ended = true;
            waiting = new ArrayList<>();
            notifyAll();
        }

        /**
         * Waits for messages.
         *
         * @return empty when none came within that time; null when there will be none any more
         */
        synchronized @Nullable List<byte[]> take(Duration longest) throws InterruptedException {
            long deadline = System.nanoTime() + longest.toNanos();
            while (waiting.isEmpty() && !ended) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return List.of();
                }
                wait(left);
            }
            if (ended) {
                return null;
            }
            List<byte[]> messages = waiting;
            waiting = new ArrayList<>();
            return messages;
        }
    }
}
