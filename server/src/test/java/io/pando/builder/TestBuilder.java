package io.pando.builder;

import io.pando.configuration.PandoProperties;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.guest.SampleFiles;
import io.pando.host.TestHost;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** A builder on this machine's libvirt, with pool and database of a test's own. */
public final class TestBuilder implements AutoCloseable {
    private final String instance;
    private final TestHost host;
    private final TestDatabase database = TestDatabase.sqlite();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RunStore runs = new RunStore(database.database());
    private final Builder builder;

    private TestBuilder(String instance, TestHost host, PandoProperties properties) {
        this.instance = instance;
        this.host = host;
        this.builder = builder(host, properties);
    }

    public static TestBuilder open(String instance) throws Exception {
        return new TestBuilder(instance, TestHost.open(instance), properties(instance));
    }

    /** One whose host has a network, which leads to this machine. */
    public static TestBuilder openWithNetwork(String instance) throws Exception {
        return new TestBuilder(instance, TestHost.withNetwork(instance), properties(instance));
    }

    private static PandoProperties properties(String instance) throws Exception {
        return TestDatabase.properties(Map.of(
                "pando.instance",
                instance,
                "pando.builder.appliance",
                SampleFiles.appliance().toString()));
    }

    private Builder builder(TestHost by, PandoProperties properties) {
        return new Builder(properties, by, new ApplianceFiles(properties), runs, clock);
    }

    public Builder builder() {
        return builder;
    }

    /** Another one, as after a restart of the server. */
    Builder builderBy(TestHost other) throws Exception {
        return builder(other, properties(instance));
    }

    /** One of a server that was not told where the appliance is. */
    Builder builderWithoutAppliance() {
        return builder(host, TestDatabase.properties(Map.of("pando.instance", instance)));
    }

    public TestHost host() {
        return host;
    }

    RunStore runs() {
        return runs;
    }

    SettableClock clock() {
        return clock;
    }

    @Override
    public void close() throws IOException {
        database.close();
        host.close();
    }
}
