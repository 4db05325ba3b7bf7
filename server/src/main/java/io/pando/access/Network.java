package io.pando.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Which addresses count as one where something is limited. */
public final class Network {
    private Network() {}

    /** One subscriber usually has a whole /64 of IPv6 addresses, so these count as one. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address;
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
