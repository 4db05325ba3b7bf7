package io.pando.host;

/**
 * An IPv4 network of the size that a host hands addresses out of. Pure.
 *
 * @param base first address, as a number
 * @param prefix number of bits that all addresses share, 16 to 28
 */
record Subnet(int base, int prefix) {
    Subnet {
        if (prefix < 16 || prefix > 28) {
            throw new IllegalArgumentException("A network for machines has a prefix length of 16 to 28, not " + prefix);
        }
        base &= mask(prefix);
    }

    /** Reads {@code 10.83.0.0/24}. */
    static Subnet parse(String cidr) {
        String[] parts = cidr.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("%s is not a network such as 10.83.0.0/24".formatted(cidr));
        }
        return new Subnet(number(parts[0]), Integer.parseInt(parts[1]));
    }

    /** Reads libvirt's {@code <ip address='10.83.0.1' netmask='255.255.255.0'/>} or {@code prefix='24'}. */
    static Subnet of(Xml ip) {
        int prefix = ip.get("prefix").isEmpty()
                ? Integer.bitCount(number(ip.get("netmask")))
                : Integer.parseInt(ip.get("prefix"));
        return new Subnet(number(ip.get("address")), prefix);
    }

    /** The address so many places from the beginning. */
    String address(int position) {
        return text(base + position);
    }

    /** The last address that a machine can have. */
    String last() {
        return address((1 << (32 - prefix)) - 2);
    }

    String netmask() {
        return text(mask(prefix));
    }

    private static String text(int address) {
        return "%d.%d.%d.%d".formatted(address >>> 24, address >>> 16 & 255, address >>> 8 & 255, address & 255);
    }

    private static int mask(int length) {
        return -1 << (32 - length);
    }

    private static int number(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(address + " is not an IPv4 address");
        }
        int number = 0;
        for (String part : parts) {
            int octet = Integer.parseInt(part);
            if (octet < 0 || octet > 255) {
                throw new IllegalArgumentException(address + " is not an IPv4 address");
            }
            number = number << 8 | octet;
        }
        return number;
    }

    @Override
    public String toString() {
        return address(0) + "/" + prefix;
    }
}
