package io.pando.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that lives as long as the tests' JVM, made from the machine's own packages.
 *
 * <p>A shell keeps it: when its standard input ends, because the JVM has ended in whatever way, it stops the server and takes away
 * its files.
 */
final class PostgreSqlCluster {
    private static final String USER = "postgres";
    private static final String KEEPER = """
            set -e
            folder=$1 port=$2
            initdb -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1
            trap 'pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
            pg_ctl -D "$folder/data" -w -l "$folder/log" -o "-p $port -c listen_addresses=127.0.0.1 \
            -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
            -c shared_buffers=32MB -c max_connections=200" start >>"$folder/log" 2>&1 </dev/null
            echo ready
            cat >/dev/null
            """;

    private static final class Holder {
        private static final PostgreSqlCluster SHARED = start();
    }

    private final int port;
    /** Held so that the pipe which keeps the server alive is not closed. */
    @SuppressWarnings("unused")
    private final Process keeper;

    private final AtomicInteger databases = new AtomicInteger();

    private PostgreSqlCluster(int port, Process keeper) {
        this.port = port;
        this.keeper = keeper;
    }

    static PostgreSqlCluster shared() {
        return Holder.SHARED;
    }

    String createDatabase() {
        String name = "pando_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return name;
    }

    void dropDatabase(String name) {
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    Map<String, String> settings(String database) {
        return Map.of("pando.database.url", url(database), "pando.database.user", USER);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static PostgreSqlCluster start() {
        try {
            Path folder = Files.createTempDirectory("pando-postgresql-");
            List<String> command = new ArrayList<>();
            if (!"root".equals(System.getProperty("user.name"))) {
                command.add("sh");
            } else {
                // The server refuses to run as root.
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
                command.addAll(List.of("runuser", "-u", USER, "--", "sh"));
            }
            int port = freePort();
            command.addAll(List.of("-c", KEEPER, "pando-postgresql", folder.toString(), String.valueOf(port)));
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.redirectErrorStream(true);
            builder.environment().merge("PATH", programs().toString(), (path, own) -> own + ":" + path);
            Process keeper = builder.start();
            BufferedReader output = keeper.inputReader(StandardCharsets.UTF_8);
            String answer = output.readLine();
            if (!"ready".equals(answer)) {
                Path log = folder.resolve("log");
                throw new IllegalStateException("PostgreSQL does not start: %s %s"
                        .formatted(answer, Files.exists(log) ? Files.readString(log) : ""));
            }
            return new PostgreSqlCluster(port, keeper);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path programs() throws IOException {
        Path installed = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> versions = Files.list(installed)) {
                return versions.map(version -> version.resolve("bin"))
                        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                        .max(Comparator.comparing(Path::toString))
                        .orElseThrow(() -> new IllegalStateException("PostgreSQL is missing: run dev/install"));
            }
        }
        throw new IllegalStateException("PostgreSQL is missing: run dev/install");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
