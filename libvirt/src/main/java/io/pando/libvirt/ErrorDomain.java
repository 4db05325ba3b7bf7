package io.pando.libvirt;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which part of libvirt reported an error: {@code virErrorDomain}. Parts that are not listed become {@link #OTHER}. */
public enum ErrorDomain {
    /** This package, before or instead of libvirt. */
    CLIENT(-1),
    /** A part of libvirt that this enumeration does not list. */
    OTHER(-2),

    NONE(0),
    XML(5),
    DOM(6),
    RPC(7),
    CONF(9),
    QEMU(10),
    NET(11),
    TEST(12),
    REMOTE(13),
    STORAGE(18),
    NETWORK(19),
    DOMAIN(20),
    NODEDEV(22),
    SECURITY(24),
    CPU(31),
    NWFILTER(33),
    DOMAIN_SNAPSHOT(35),
    STREAMS(38),
    EVENT(40),
    CAPABILITIES(44),
    URI(45),
    AUTH(46),
    SSH(50),
    CGROUP(54),
    ACCESS(55),
    FIREWALL(59),
    POLKIT(60),
    THREAD(61);

    private static final Map<Integer, ErrorDomain> BY_NUMBER =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(domain -> domain.number, Function.identity()));

    private final int number;

    ErrorDomain(int number) {
        this.number = number;
    }

    static ErrorDomain of(int number) {
        return BY_NUMBER.getOrDefault(number, OTHER);
    }
}
