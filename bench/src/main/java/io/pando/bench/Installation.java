package io.pando.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installation of Pando for the time of the benchmark: own data, pool and network, a free port, and the real server as a process.
 * Closing it, or ending this program, removes all of that.
 */
final class Installation implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 30;
    private static final Path POOLS = Path.of("/var/lib/libvirt/images");

    private final Checkout checkout;
    private final String name = "bench-" + ProcessHandle.current().pid();
    private final Path folder;
    private final int port;
    private final String subnet = freeSubnet();
    private final String password = UUID.randomUUID().toString();
    private final Thread lastRites = new Thread(this::remove, "remove-installation");
    private @Nullable Process server;

    Installation(Checkout checkout) {
        this.checkout = checkout;
        try {
            folder = Files.createTempDirectory("pando-bench-");
            Files.createDirectories(importFolder());
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Runtime.getRuntime().addShutdownHook(lastRites);
    }

    /** Name of the instance, its pool and its network. */
    String name() {
        return name;
    }

    Path poolFolder() {
        return POOLS.resolve(name);
    }

    Path importFolder() {
        return folder.resolve("import");
    }

    Path data() {
        return folder.resolve("data");
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The administrator, with a token. */
    PandoClient administrator() {
        return PandoClient.signIn(address(), administratorName(), password);
    }

    String administratorName() {
        return "admin";
    }

    String administratorPassword() {
        return password;
    }

    /** Somebody else, with a token. */
    PandoClient as(String user, String userPassword) {
        return PandoClient.signIn(address(), user, userPassword);
    }

    /**
     * Starts the server as people do.
     *
     * @param further settings
     * @return seconds from the start of the launcher until the server first answered a request
     */
    double start(String... further) {
        List<String> command = new ArrayList<>(List.of(
                checkout.launcher().toString(),
                "server",
                "--server.port=" + port,
                "--pando.data=" + data(),
                "--pando.instance=" + name,
                "--pando.host.pool=" + name,
                "--pando.host.pool-path=" + poolFolder(),
                "--pando.host.network=" + name,
                "--pando.host.network-cidr=" + subnet,
                "--pando.images.import-from=" + importFolder(),
                "--pando.access.administrator-password=" + password));
        command.addAll(List.of(further));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        PandoClient stranger = PandoClient.stranger(address());
        long begin = System.nanoTime();
        try {
            Process started = builder.start();
            server = started;
            while (!stranger.answers()) {
                if (!started.isAlive() || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
                    throw new IllegalStateException("The server does not answer:\n" + log());
                }
                Thread.sleep(5);
            }
            return (System.nanoTime() - begin) / 1e9;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the server started", interrupted);
        }
    }

    /** Stops the server as an administrator does, and waits until it has ended. */
    void stop() {
        Process running = server;
        server = null;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What the server says of its memory ({@code VmRSS}, {@code VmHWM}), in MB of 10^6 bytes. */
    double memory(String field) {
        Process running = server;
        if (running == null) {
            throw new IllegalStateException("The server does not run");
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(running.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow()
                    * 1024
                    / 1e6;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String log() {
        try {
            return Files.readString(folder.resolve("server.log"));
        } catch (IOException none) {
            return "(it said nothing)";
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(lastRites);
        } catch (IllegalStateException ending) {
            // It runs already, and finds nothing left.
            return;
        }
    }

    /** Interrupted, this program may get here by two ways at once. */
    private synchronized void remove() {
        stop();
        for (String domain : Program.virsh("list", "--all", "--name").lines().toList()) {
            if (domain.startsWith(name + ".")) {
                Program.attemptVirsh("destroy", domain);
                Program.attemptVirsh("undefine", domain, "--managed-save", "--snapshots-metadata", "--nvram");
            }
        }
        for (String kind : List.of("net", "pool")) {
            Program.attemptVirsh(kind + "-destroy", name);
            Program.attemptVirsh(kind + "-undefine", name);
        }
        deleteTree(poolFolder());
        deleteTree(folder);
    }

    private static void deleteTree(Path top) {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A range that no interface of this machine is in. */
    private static String freeSubnet() {
        List<String> taken = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(card -> card.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getAddress)
                    .forEach(address -> taken.add(address.getHostAddress()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return IntStream.range(0, 200)
                .map(step -> (int) ((ProcessHandle.current().pid() + step) % 200) + 20)
                .mapToObj("10.214.%d."::formatted)
                .filter(prefix -> taken.stream().noneMatch(address -> address.startsWith(prefix)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No range 10.214.x.0/24 is free"))
                .concat("0/24");
    }
}
