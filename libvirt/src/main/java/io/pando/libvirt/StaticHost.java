package io.pando.libvirt;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address that a network's DHCP server keeps for one guest.
 *
 * @param mac the guest's hardware address, such as {@code 52:54:00:12:34:56}
 * @param name the guest's host name, letters, digits, hyphens and dots, null for none
 * @param ip the IPv4 address
 */
public record StaticHost(String mac, @Nullable String name, String ip) {
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z]([0-9A-Za-z.-]{0,253}[0-9A-Za-z])?");
    private static final Pattern IP = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    public StaticHost {
        require("MAC address", MAC, mac);
        if (name != null) {
            require("host name", NAME, name);
        }
        require("IPv4 address", IP, ip);
    }

    private static void require(String what, Pattern pattern, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("not a " + what + ": " + value);
        }
    }

    /** As libvirt wants it. Its parts were checked: nothing needs to be escaped. */
    String xml() {
        return "<host mac='" + mac + "'" + (name == null ? "" : " name='" + name + "'") + " ip='" + ip + "'/>";
    }
}
