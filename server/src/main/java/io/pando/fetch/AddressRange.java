package io.pando.fetch;

import java.net.InetAddress;
import java.util.Arrays;

/** A range of IP addresses (RFC 4632, RFC 4291). Pure. */
final class AddressRange {
    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException when the text is no range such as {@code 10.0.0.0/8} or {@code fd00::/8} */
    static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("%s is no range such as 10.0.0.0/8".formatted(text));
        }
        byte[] prefix = InetAddress.ofLiteral(parts[0]).getAddress();
        int bits = Integer.parseInt(parts[1]);
        if (bits > prefix.length * 8) {
            throw new IllegalArgumentException("%s has more bits than an address".formatted(text));
        }
        return new AddressRange(prefix, bits);
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        if (Arrays.mismatch(bytes, 0, whole, prefix, 0, whole) >= 0) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || (bytes[whole] & 0xff) >> (8 - rest) == (prefix[whole] & 0xff) >> (8 - rest);
    }
}
