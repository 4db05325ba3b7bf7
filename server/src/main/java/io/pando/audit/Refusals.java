package io.pando.audit;

import io.pando.access.Network;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Records refusals, and keeps a flood of them from filling the record and from slowing others: of what comes from one address or account
 * within a minute the first few are recorded one by one, the rest at the minute's end as one entry of each kind that says how many they
 * were. Thread-safe.
 */
@Component
class Refusals implements SmartInitializingSingleton {
    static final int EACH_OF_AN_ADDRESS = 10;
    static final int EACH_OF_AN_ACCOUNT = 60;
    /** Strangers from many addresses together. */
    static final int EACH_OF_STRANGERS = 200;

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int MOST_SOURCES = 2_000;
    private static final int MOST_KINDS = 16;
    private static final String STRANGERS = "strangers";
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final AuditStore store;
    private final Clock clock;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private @Nullable Thread looking;

    Refusals(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Records a refusal, now or at the end of the minute. */
    void add(AuditEntry entry) {
        if (tell(entry)) {
            store.append(entry);
        }
    }

    private synchronized boolean tell(AuditEntry entry) {
        AuditEntry.Who who = entry.who();
        String account = who == null ? null : who.id();
        if (account != null) {
            return source("account " + account).tell(entry, EACH_OF_AN_ACCOUNT);
        }
        Source strangers = source(STRANGERS);
        String address = "address " + Network.of(Objects.requireNonNullElse(entry.address(), ""));
        if (!sources.containsKey(address) && sources.size() >= MOST_SOURCES) {
            return strangers.tell(entry, 0);
        }
        Source source = source(address);
        if (source.told < EACH_OF_AN_ADDRESS && strangers.told >= EACH_OF_STRANGERS) {
            return strangers.tell(entry, 0);
        }
        boolean told = source.tell(entry, EACH_OF_AN_ADDRESS);
        if (told) {
            strangers.told++;
        }
        return told;
    }

    private Source source(String key) {
        return sources.computeIfAbsent(key, absent -> new Source(clock.instant()));
    }

    /** Records what was held back for a minute. */
    void settle() {
        settle(clock.instant().minus(PERIOD));
    }

    private void settle(Instant begunBefore) {
        due(begunBefore).forEach(held -> store.append(held.entry()));
    }

    private synchronized List<Held> due(Instant begunBefore) {
        List<Held> due = new ArrayList<>();
        for (Iterator<Source> all = sources.values().iterator(); all.hasNext(); ) {
            Source source = all.next();
            if (!source.since.isAfter(begunBefore)) {
                due.addAll(source.held.values());
                all.remove();
            }
        }
        return due;
    }

    @Override
    public void afterSingletonsInstantiated() {
        looking = Thread.ofVirtual().name("audit-refusals").start(() -> {
            try {
                while (true) {
                    Thread.sleep(LOOK);
                    look();
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void look() {
        try {
            settle();
        } catch (RuntimeException failure) {
            LOG.error("Refusals could not be recorded", failure);
        }
    }

    @PreDestroy
    void stop() {
        if (looking != null) {
            looking.interrupt();
        }
        settleAll();
    }

    /** Records all that is held back. */
    void settleAll() {
        settle(Instant.MAX);
    }

    /** Where refused requests come from: an address or an account, within one period. */
    private static final class Source {
        private final Instant since;
        private final Map<Kind, Held> held = new LinkedHashMap<>();
        private int told;

        private Source(Instant since) {
            this.since = since;
        }

        private boolean tell(AuditEntry entry, int each) {
            if (told < each) {
                told++;
                return true;
            }
            Kind kind = new Kind(entry.action(), entry.route(), entry.problem());
            if (!held.containsKey(kind) && held.size() >= MOST_KINDS) {
                kind = Kind.OTHER;
            }
            held.computeIfAbsent(kind, first -> new Held(entry, each == 0)).count++;
            return false;
        }
    }

    /** Refusals of one kind are told together. */
    private record Kind(
            String action, @Nullable String route, @Nullable String problem) {
        private static final Kind OTHER = new Kind("", null, null);
    }

    private static final class Held {
        private final AuditEntry first;
        private final boolean manyAddresses;
        private long count;

        private Held(AuditEntry first, boolean manyAddresses) {
            this.first = first;
            this.manyAddresses = manyAddresses;
        }

        private AuditEntry entry() {
            return count == 1 ? first : first.repeated(count, manyAddresses ? null : first.address());
        }
    }
}
