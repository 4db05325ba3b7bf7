package io.pando.cli;

import io.pando.api.About;
import io.pando.api.Copy;
import io.pando.api.Firmware;
import io.pando.api.Hardware;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Page;
import io.pando.api.ProjectReference;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.cli.http.Json;
import io.pando.cli.invocation.Interruptions;
import io.pando.cli.invocation.Programs;
import io.pando.cli.invocation.Surroundings;
import io.pando.cli.invocation.Waiting;
import io.pando.cli.terminal.SttyLineDiscipline;
import io.pando.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the usual commands once against a server that always says the same, so that the virtual machine can write down
 * which classes they need (JEP 514). The launcher starts it by {@code pando __prepare}; nothing else does.
 */
final class Rehearsal {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final User OWNER = new User("1", "ada", "Ada", Role.MEMBER, THEN);

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(server));
            Surroundings surroundings = surroundings("http://127.0.0.1:" + server.getLocalPort());
            for (String command : List.of(
                    "--help",
                    "machine create --help",
                    "machine ls",
                    "machine show web2",
                    "machine ls -o json",
                    "machine stop web2",
                    "image ls",
                    "job ls",
                    "host ls",
                    "version",
                    "machine ls --unknown",
                    "__complete -- machine show w")) {
                Pando.run(surroundings, command.split(" ", -1));
            }
        }
    }

    private static Surroundings surroundings(String server) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(), nowhere, nowhere, Set.of(), 80, false, true, new SttyLineDiscipline());
        return new Surroundings(
                terminal,
                Map.of("PANDO_SERVER", server, "PANDO_TOKEN", "pando_rehearsal"),
                Path.of("/"),
                Path.of("/nonexistent"),
                "rehearsal",
                Waiting.real(),
                Programs.real(),
                Interruptions.real());
    }

    private static void serve(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    answer(socket);
                }
            }
        } catch (SocketException closed) {
            // The rehearsal is over.
            return;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String request = in.readLine();
        if (request == null) {
            return;
        }
        String line;
        do {
            line = in.readLine();
        } while (line != null && !line.isEmpty());
        byte[] body = Json.bytes(document(request));
        OutputStream out = socket.getOutputStream();
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static Object document(String request) {
        if (request.contains("/about")) {
            return new About("Pando", "0", "v1");
        }
        if (request.startsWith("POST") || request.contains("/jobs/")) {
            return job();
        }
        if (request.contains("/machines?")) {
            return new Page<>(List.of(machine()), 1, 100, 0);
        }
        return request.contains("/machines/") ? machine() : new Page<>(List.of(), 0, 100, 0);
    }

    private static Job job() {
        return new Job(
                1,
                "machine.stop",
                "Stop machine web2",
                Job.State.DONE,
                OWNER,
                null,
                null,
                100,
                null,
                null,
                false,
                THEN,
                THEN,
                THEN,
                List.of(),
                null,
                null);
    }

    private static Machine machine() {
        return new Machine(
                "1",
                "web2",
                Machine.State.RUNNING,
                THEN,
                false,
                OWNER,
                new ProjectReference("1", "ada"),
                "2",
                "debian",
                Copy.LINKED,
                "3",
                "local",
                1,
                512,
                new Hardware(
                        Firmware.BIOS,
                        false,
                        List.of(new Hardware.Disk("vda", "ada-web2.qcow2", 1L << 30)),
                        List.of(new Hardware.Nic("net0", "52:54:00:00:00:01", true)),
                        null,
                        List.of("vda"),
                        null),
                "ada-web2",
                "0",
                "ada-web2.qcow2",
                List.of("192.0.2.1"),
                "web2",
                "ada",
                THEN,
                THEN,
                List.of(),
                null,
                null,
                1L,
                false,
                null,
                List.of());
    }
}
