package io.pando.host;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The part of a domain's XML that makes its screen reachable through libvirt. Pure.
 *
 * <p>QEMU shows the screen on a unix socket, and libvirt hands such a socket only to programs on the same computer. What libvirt does
 * over every transport is to join a stream with the socket of a channel device, by the path that stands in the domain's XML. So the
 * channels written here have the path of the screen's socket. libvirt and QEMU listen on the channels' behalf first and on the screen's
 * last, and who listens on a path takes it from whoever did before: nothing of the channels is left on it, and the guest sees ports at
 * which nobody ever answers.
 *
 * @see <a href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainOpenChannel">libvirt: virDomainOpenChannel</a>
 */
final class ScreenXml {
    /** Streams to one screen at the same time: libvirt joins only one with each path that it has heard of. */
    static final int STREAMS = 4;

    /** A folder that every host of libvirt's has, in which QEMU may listen. */
    private static final String FOLDER = "/var/lib/libvirt";

    private static final String CHANNEL = "io.pando.screen.";

    private ScreenXml() {}

    /** Names of the channels that lead to the screen. */
    static List<String> channels() {
        return IntStream.range(0, STREAMS).mapToObj(number -> CHANNEL + number).toList();
    }

    /** Writes a domain's screen. */
    static void write(Xml devices, UUID uuid) {
        for (int number = 0; number < STREAMS; number++) {
            Xml channel = devices.child("channel").attribute("type", "unix");
            // The same file by as many spellings: libvirt tells paths apart by how they are written. The first one is
            // the usual spelling, since hosts that confine QEMU derive from it what it may use.
            channel.child("source")
                    .attribute("mode", "bind")
                    .attribute("path", FOLDER + "/qemu" + "/".repeat(number + 1) + file(uuid));
            channel.child("target").attribute("type", "virtio").attribute("name", CHANNEL + number);
        }
        // libvirt takes a path that begins with that of its own folder for one that an old libvirt chose, and would
        // listen on the network instead: hence the second slash.
        devices.child("graphics")
                .attribute("type", "vnc")
                .child("listen")
                .attribute("type", "socket")
                .attribute("socket", FOLDER + "//qemu/" + file(uuid));
    }

    private static String file(UUID uuid) {
        return "pando-" + uuid + ".screen";
    }

    /** Whether a domain's screen can be reached through libvirt; one that was started by an earlier Pando cannot. */
    static boolean reachable(Xml domain) {
        return channels(domain).contains(CHANNEL + (STREAMS - 1));
    }

    /** Whether the screen is where only the host's own programs can reach it. */
    static boolean hidden(Xml domain) {
        List<Xml> graphics = domain.find("devices").orElseThrow().children("graphics");
        return graphics.stream()
                .allMatch(screen -> !screen.children("listen").isEmpty()
                        && screen.children("listen").stream()
                                .allMatch(listen -> listen.get("type").equals("socket")));
    }

    /** Makes the screen of a domain reachable that was registered by an earlier Pando. */
    static void renew(Xml domain, UUID uuid) {
        Xml devices = domain.find("devices").orElseThrow();
        devices.children("graphics").forEach(devices::remove);
        devices.children("channel").stream()
                .filter(channel -> name(channel).startsWith(CHANNEL))
                .forEach(devices::remove);
        write(devices, uuid);
    }

    private static List<String> channels(Xml domain) {
        return domain.find("devices").orElseThrow().children("channel").stream()
                .map(ScreenXml::name)
                .toList();
    }

    private static String name(Xml channel) {
        return channel.find("target").map(target -> target.get("name")).orElse("");
    }
}
