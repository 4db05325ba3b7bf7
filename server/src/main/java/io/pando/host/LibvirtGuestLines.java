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
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** The lines into guests by libvirt: agent channel, console stream, VNC socket. */
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

    /** @param busy what is said when somebody else has it: libvirt tells that in words only */
    private Line open(UUID uuid, String name, Function<Domain, ConsoleStream> opening, String busy) {
        try {
            return new Line(with(uuid, "open " + name, opening), name);
        } catch (HostException refused) {
            if (String.valueOf(refused.getMessage()).contains("Active console session")) {
                throw new HostException(HostException.Reason.BUSY, busy, refused);
            }
            throw refused;
        }
    }

    @Override
    public SocketChannel openScreen(UUID uuid) {
        // The path of the socket is one on the host; on this computer it may be another machine's.
        if (HostAddress.isRemote(connection.uri())) {
            throw new HostException(
                    HostException.Reason.ELSEWHERE,
                    "The screen of a machine on another computer cannot be opened from here.",
                    null);
        }
        String socket = with(
                uuid,
                "find the screen",
                domain -> Xml.parse(domain.xml())
                        .find("devices", "graphics", "listen")
                        .map(listen -> listen.get("socket"))
                        .filter(path -> !path.isEmpty())
                        .orElseThrow(() -> new HostException(
                                HostException.Reason.WRONG_STATE,
                                "The machine's screen is not there: it does not run.",
                                null)));
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            throw new HostException(
                    HostException.Reason.GUEST_SILENT, "The machine's screen does not answer.", failure);
        }
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
