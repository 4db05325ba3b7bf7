package io.pando.database;

import io.pando.configuration.PandoProperties;
import io.pando.database.DatabaseConfiguration.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.FileSystemUtils;

/** A database of a test's own, with all tables and no rows. */
public final class TestDatabase implements AutoCloseable {
    private final Map<String, String> settings;
    private final PandoProperties properties;
    private final Connections connections;
    private final Database database;
    private final Runnable afterwards;

    private TestDatabase(Map<String, String> settings, Runnable afterwards) {
        this.settings = settings;
        this.afterwards = afterwards;
        this.properties = properties(settings);
        DatabaseConfiguration configuration = new DatabaseConfiguration();
        this.connections = configuration.connections(properties);
        DataSource source = configuration.dataSource(connections);
        this.database = configuration.database(source, connections, configuration.transactionManager(connections));
    }

    public static TestDatabase sqlite() {
        Path folder = temporaryFolder();
        return new TestDatabase(Map.of("pando.data", folder.toString()), () -> delete(folder));
    }

    public static TestDatabase postgresql() {
        PostgreSqlCluster cluster = PostgreSqlCluster.shared();
        String name = cluster.createDatabase();
        Path folder = temporaryFolder();
        Map<String, String> settings = new TreeMap<>(cluster.settings(name));
        // For the installation's key.
        settings.put("pando.data", folder.toString());
        return new TestDatabase(settings, () -> {
            cluster.dropDatabase(name);
            delete(folder);
        });
    }

    public Database database() {
        return database;
    }

    /** The configuration of a server at this database: defaults otherwise. */
    public PandoProperties properties() {
        return properties;
    }

    /** The same as configuration keys, for a server that a test starts. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Properties with these keys set, and defaults otherwise. */
    public static PandoProperties properties(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("pando.images.import-from", "/srv/images");
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("pando", PandoProperties.class);
    }

    @Override
    public void close() {
        connections.close();
        afterwards.run();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("pando-test-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
