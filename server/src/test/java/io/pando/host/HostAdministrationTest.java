package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.AddHost;
import io.pando.api.Host;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Hosts of libvirt's own imitation of hosts, and machines that are counted only. */
@EachDatabase
class HostAdministrationTest {
    private final Database database;
    private final Reservations reservations;
    private final HostService hosts;
    private final HostAdministration administration;
    private final Possessions possessions = new Possessions();
    private final AtomicInteger machines = new AtomicInteger();

    HostAdministrationTest(TestDatabase test) {
        database = test.database();
        reservations = new Reservations(database);
        Map<String, String> settings = new TreeMap<>(test.settings());
        settings.put("pando.host.uri", "test:///default");
        PandoProperties properties = TestDatabase.properties(settings);
        HostStore store = new HostStore(database, Clock.systemUTC());
        hosts = new HostService(
                properties,
                store,
                provider(HostListener.class),
                provider(HostTenants.class, new Tenants()),
                event -> {},
                Clock.systemUTC());
        administration = new HostAdministration(
                hosts,
                store,
                properties,
                database,
                reservations,
                provider(HostPossessions.class, possessions),
                provider(HostTenants.class, new Tenants()));
    }

    @SafeVarargs
    private static <T> ObjectProvider<T> provider(Class<T> type, T... beans) {
        StaticListableBeanFactory factory = new StaticListableBeanFactory();
        for (T bean : beans) {
            factory.addBean("bean", bean);
        }
        return factory.getBeanProvider(type);
    }

    private final class Tenants implements HostTenants {
        @Override
        public Tenancy of(String hostId) {
            return new Tenancy(machines.get(), 0, 0, 0, 0);
        }

        @Override
        public Map<String, Tenancy> all() {
            return Map.of();
        }
    }

    private static final class Possessions implements HostPossessions {
        private final List<String> left = new ArrayList<>();
        private Runnable whenAsked = () -> {};
        private Runnable whenLeaving = () -> {};

        @Override
        public List<String> onlyOn(String hostId, int most) {
            whenAsked.run();
            return List.of();
        }

        @Override
        public void leave(String hostId) {
            whenLeaving.run();
            left.add(hostId);
        }
    }

    @BeforeEach
    void start() {
        hosts.start();
    }

    @AfterEach
    void stop() {
        hosts.stop();
    }

    private Host added() {
        return administration.add(
                new AddHost(
                        "h" + UUID.randomUUID().toString().substring(0, 8),
                        "test:///default",
                        null,
                        null,
                        null,
                        null,
                        null),
                true);
    }

    @Test
    void aHostThatNobodyUsesGoesWithWhatIsKeptThere() {
        Host host = added();

        administration.remove(host.id());

        assertThat(possessions.left).containsExactly(host.id());
        assertThat(hosts.find(host.id())).isEmpty();
    }

    @Test
    void aHostWithMachinesStaysAsItIs() {
        Host host = added();
        machines.set(1);

        assertThatThrownBy(() -> administration.remove(host.id()))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.IN_USE));

        assertThat(possessions.left).isEmpty();
        assertThat(hosts.require(host.id()).drained()).isFalse();
    }

    /** Asks for its turn when the host was found to be unused, and has it before the host leaves. */
    @Test
    void whoeverPlacesAMachineMeanwhileSeesThatTheHostGoes() {
        Host host = added();
        Thread placing = Thread.ofVirtual().unstarted(() -> place(host));
        possessions.whenAsked = () -> {
            if (placing.getState() == Thread.State.NEW) {
                placing.start();
            }
        };
        possessions.whenLeaving = () -> join(placing);

        administration.remove(host.id());

        assertThat(machines).hasValue(0);
        assertThat(hosts.find(host.id())).isEmpty();
    }

    /** As machines are placed. */
    private void place(Host host) {
        database.inTransaction(() -> {
            reservations.await();
            if (hosts.all().stream().anyMatch(other -> other.id().equals(host.id()) && !other.drained())) {
                machines.set(1);
            }
        });
    }

    /** What it had is lost, but no machine. */
    @Test
    void aMachineThatCameByUndrainingItKeepsTheHost() {
        Host host = added();
        possessions.whenLeaving = () -> {
            administration.drain(host.id(), false);
            place(host);
        };

        assertThatThrownBy(() -> administration.remove(host.id())).isInstanceOf(ProblemException.class);

        assertThat(hosts.find(host.id())).isPresent();
        assertThat(machines).hasValue(1);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
