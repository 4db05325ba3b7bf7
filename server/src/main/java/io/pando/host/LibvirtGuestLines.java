package io.pando.host;

import io.pando.libvirt.Connection;
import io.pando.libvirt.ConsoleMode;
import io.pando.libvirt.ConsoleStream;
import io.pando.libvirt.Domain;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.Screenshot;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** The lines into guests by libvirt: agent channel, console streams, screen. */
final class LibvirtGuestLines implements GuestLines {
    private final Connection connection;

    LibvirtGuestLines(Connection connection) {
        this.connection = connection;
    }

    @Override
    public String agent(UUID uuid, String command, Duration timeout) {
        try {
            return with(uuid, "ask the guest's agent", domain -> domain.agentCommand(command, timeout));
        } catch (HostException refused) {
            // A machine that does not run, or a channel with nobody at its end, comes to the same: nobody answers.
            if (refused.reason() == HostException.Reason.WRONG_STATE || refused.reason() == HostException.Reason.BUSY) {
                throw new HostException(
                        HostException.Reason.GUEST_SILENT, refused.problem().detail(), refused);
            }
            throw refused;
        }
    }

    @Override
    public SerialLine openSerial(UUID uuid) {
        // Never by force: libvirt 9.0 can lock itself up for good when a stream is taken away while it moves data.
        return open(
                uuid,
                "the serial console",
                domain -> domain.openConsole(ConsoleMode.DEFAULT),
                "Somebody else has the machine's serial console open.");
    }

    @Override
    public SerialLine openProvisioning(UUID uuid) {
        // Of a server that died the host may not have noticed yet.
        return open(
                uuid,
                "the provisioning line",
                domain -> domain.openChannel(PROVISIONING, false),
                "The provisioning line is still in use.");
    }

    /** @param busy what is said when somebody else has it */
    private Line open(UUID uuid, String name, Function<Domain, ConsoleStream> opening, String busy) {
        try {
            return new Line(with(uuid, "open " + name, opening), name);
        } catch (HostException refused) {
            if (isTaken(refused)) {
                throw new HostException(HostException.Reason.BUSY, busy, refused);
            }
            throw refused;
        }
    }

    /** Whether somebody else has a console or channel: libvirt tells that in words only. */
    private static boolean isTaken(Exception refused) {
        String words = String.valueOf(refused.getMessage());
        return words.contains("Active console session") || words.contains("Active channel stream");
    }

    @Override
    public ByteChannel openScreen(UUID uuid) {
        // The path of the socket is one on the host; on this computer it may be another machine's.
        return HostAddress.isRemote(connection.uri()) ? throughLibvirt(uuid) : bySocket(uuid);
    }

    private ByteChannel throughLibvirt(UUID uuid) {
        return with(uuid, "open the screen", domain -> {
            if (!domain.state().isActive()) {
                throw screenOff();
            }
            if (!ScreenXml.reachable(Xml.parse(domain.xml()))) {
                throw new HostException(
                        HostException.Reason.NEXT_START,
                        "The machine's screen can be shown from its next start on: it runs on another computer, and was started"
                                + " before Pando could show screens from there.",
                        null);
            }
            for (String channel : ScreenXml.channels()) {
                try {
                    return new Screen(domain.openChannel(channel, false));
                } catch (LibvirtException refused) {
                    if (!isTaken(refused)) {
                        throw refused;
                    }
                }
            }
            throw new HostException(
                    HostException.Reason.TAKEN,
                    "The machine's screen is open %d times already.".formatted(ScreenXml.STREAMS),
                    null);
        });
    }

    private ByteChannel bySocket(UUID uuid) {
        String socket = with(
                uuid,
                "find the screen",
                domain -> Xml.parse(domain.xml())
                        .find("devices", "graphics", "listen")
                        .map(listen -> listen.get("socket"))
                        .filter(path -> domain.state().isActive() && !path.isEmpty())
                        .orElseThrow(LibvirtGuestLines::screenOff));
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            throw new HostException(
                    HostException.Reason.GUEST_SILENT, "The machine's screen does not answer.", failure);
        }
    }

    private static HostException screenOff() {
        return new HostException(
                HostException.Reason.WRONG_STATE, "The machine's screen is not there: it does not run.", null);
    }

    @Override
    public byte[] screenshot(UUID uuid) {
        Screenshot screenshot = with(uuid, "take a picture of the screen", Domain::screenshot);
        return Pictures.png(screenshot.mimeType(), screenshot.bytes());
    }

    private <T> T with(UUID uuid, String what, Function<Domain, T> work) {
        return LibvirtCalls.call(what, () -> {
            try (Domain domain = connection
                    .findDomain(uuid)
                    .orElseThrow(() -> new HostException(
                            HostException.Reason.ABSENT, "The host does not know the machine any more.", null))) {
                return work.apply(domain);
            }
        });
    }

    /** A screen by a stream. What nobody reads is kept within {@link ConsoleStream}'s bound, beyond which the stream ends. */
    record Screen(ConsoleStream stream) implements ByteChannel {
        @Override
        public int read(ByteBuffer target) {
            return LibvirtCalls.call("show the screen", () -> stream.read(target));
        }

        @Override
        public int write(ByteBuffer source) {
            return LibvirtCalls.call("pass on what was typed", () -> stream.write(source));
        }

        @Override
        public boolean isOpen() {
            return stream.isOpen();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /**
     * A console or channel stream.
     *
     * @param name for people, for example {@code the serial console}
     */
    record Line(ConsoleStream stream, String name) implements SerialLine {
        @Override
        public int read(byte[] buffer, Duration wait) {
            try {
                return stream.read(ByteBuffer.wrap(buffer), wait);
            } catch (LibvirtException failure) {
                if (failure.isTimeout()) {
                    return 0;
                }
                throw LibvirtCalls.translate("read " + name, failure);
            }
        }

        @Override
        public void write(byte[] bytes) {
            LibvirtCalls.run("write to " + name, () -> {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    stream.write(rest);
                }
            });
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
