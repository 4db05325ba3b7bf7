package io.pando.guest;

import io.pando.host.GuestLines;
import io.pando.host.HostException;
import io.pando.host.HostException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A guest of a sample image on plain QEMU, with the lines that lead into it. Writes to a disk of its own. */
public final class QemuGuest implements GuestLines, AutoCloseable {
    public static final Login LOGIN = Login.of("root", "pando");

    private final Path folder;
    private final List<String> command;
    private final UUID uuid;
    private final ReentrantLock agentLock = new ReentrantLock();
    private @Nullable Process process;
    private @Nullable SocketLine agent;
    private long syncs;

    private QemuGuest(Path folder, UUID uuid, List<String> command) {
        this.folder = folder;
        this.uuid = uuid;
        this.command = command;
    }

    /**
     * Starts a guest.
     *
     * @param image name of the sample image
     * @param folder for its disk and sockets; a short path
     * @param memoryMiB of its memory
     * @param agent whether it has the channel of the guest agent
     */
    public static QemuGuest start(String image, Path folder, int memoryMiB, boolean agent)
            throws IOException, InterruptedException {
        Path disk = folder.resolve("disk.qcow2");
        SampleFiles.run(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-F",
                "qcow2",
                "-b",
                SampleFiles.image(image).toString(),
                disk.toString());
        UUID uuid = UUID.randomUUID();
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-nodefaults", "-display", "none"));
        command.addAll(List.of("-uuid", uuid.toString(), "-smbios", "type=1,serial=one"));
        command.addAll(List.of("-machine", "q35", "-accel", "tcg,tb-size=64", "-m", Integer.toString(memoryMiB)));
        command.addAll(List.of("-drive", "if=virtio,format=qcow2,cache=unsafe,file=" + disk));
        command.addAll(List.of("-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,mac=52:54:00:12:34:56"));
        command.addAll(
                List.of("-object", "rng-random,id=rng,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=rng"));
        command.addAll(List.of("-chardev", "socket,id=serial,server=on,wait=off,path=" + folder.resolve("serial")));
        command.addAll(List.of("-serial", "chardev:serial", "-vga", "std", "-vnc", "unix:" + folder.resolve("vnc")));
        command.addAll(List.of("-qmp", "unix:" + folder.resolve("qmp") + ",server=on,wait=off"));
        if (agent) {
            command.addAll(List.of("-device", "virtio-serial-pci"));
            command.addAll(List.of("-chardev", "socket,id=agent,server=on,wait=off,path=" + folder.resolve("agent")));
            command.addAll(List.of("-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"));
        }
        QemuGuest guest = new QemuGuest(folder, uuid, command);
        guest.powerOn();
        return guest;
    }

    /** Starts it, when it is off. */
    public void powerOn() throws IOException {
        for (String socket : List.of("serial", "agent", "vnc", "qmp")) {
            Files.deleteIfExists(folder.resolve(socket));
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("qemu.log").toFile())
                .start();
    }

    /** Cuts the power. */
    public void powerOff() {
        close();
    }

    /** Where it is, with any host. */
    public GuestAddress address() {
        return new GuestAddress("here", uuid);
    }

    @Override
    public String agent(UUID domain, String question, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        agentLock.lock();
        try {
            SocketLine line = agent;
            if (line == null) {
                line = new SocketLine(connect("agent"));
                agent = line;
            }
            // Answers to earlier questions that nobody waited for come before this one.
            long number = ++syncs;
            line.write(bytes("{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":%d}}\n".formatted(number)));
            String answer;
            do {
                answer = line.readLine(deadline);
            } while (!answer.contains("\"return\": " + number + "}"));
            line.write(bytes(question + "\n"));
            return line.readLine(deadline);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new HostException(Reason.GUEST_SILENT, "interrupted", interruption);
        } finally {
            agentLock.unlock();
        }
    }

    @Override
    public SerialLine openSerial(UUID domain) {
        return new SocketLine(connect("serial"));
    }

    @Override
    public SerialLine openProvisioning(UUID uuid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel openScreen(UUID domain) {
        return connect("vnc");
    }

    @Override
    public byte[] screenshot(UUID domain) {
        throw new UnsupportedOperationException();
    }

    private SocketChannel connect(String socket) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new HostException(Reason.WRONG_STATE, "The guest is off.", null);
        }
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(folder.resolve(socket)));
            return channel;
        } catch (IOException failure) {
            throw new HostException(Reason.GUEST_SILENT, "No such line.", failure);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
        SocketLine line = agent;
        if (line != null) {
            line.close();
            agent = null;
        }
    }

    /** A line over a socket, read by a thread of its own. */
    private static final class SocketLine implements SerialLine {
        private static final byte[] END = new byte[0];
        private final SocketChannel channel;
        private final BlockingQueue<byte[]> come = new LinkedBlockingQueue<>();
        private byte[] rest = END;
        private boolean ended;

        SocketLine(SocketChannel channel) {
            this.channel = channel;
            Thread.ofVirtual().start(this::receive);
        }

        private void receive() {
            try {
                ByteBuffer buffer = ByteBuffer.allocate(16 * 1_024);
                while (channel.read(buffer.clear()) > 0) {
                    come.add(Arrays.copyOf(buffer.array(), buffer.position()));
                }
            } catch (IOException closed) {
                // The end is the end, however it came.
            }
            come.add(END);
        }

        @Override
        public int read(byte[] buffer, Duration wait) throws InterruptedException {
            if (rest.length == 0 && !ended) {
                byte[] next = come.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return 0;
                }
                ended = next.length == 0;
                rest = next;
            }
            if (ended) {
                return -1;
            }
            int count = Math.min(buffer.length, rest.length);
            System.arraycopy(rest, 0, buffer, 0, count);
            rest = Arrays.copyOfRange(rest, count, rest.length);
            return count;
        }

        String readLine(Deadline deadline) throws InterruptedException {
            StringBuilder line = new StringBuilder();
            byte[] one = new byte[1];
            while (!deadline.passed()) {
                int count = read(one, deadline.left());
                if (count < 0) {
                    break;
                }
                if (count > 0 && one[0] == '\n') {
                    return line.toString();
                }
                if (count > 0 && one[0] != (byte) 0xff) {
                    line.append((char) (one[0] & 0xff));
                }
            }
            throw new HostException(Reason.GUEST_SILENT, "The agent does not answer.", null);
        }

        @Override
        public void write(byte[] bytes) {
            try {
                Channels.newOutputStream(channel).write(bytes);
            } catch (IOException failure) {
                throw new HostException(Reason.GUEST_SILENT, "The line is closed.", failure);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
