package io.pando.libvirt;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What went wrong: libvirt's {@code virErrorNumber}, and below zero what this package itself reports.
 *
 * <p>Numbers of libvirt that are not listed become {@link #OTHER}; {@link LibvirtException#number()} keeps the number.
 */
public enum ErrorCode {
    /** The caller's deadline passed while the native call was waiting or running. The call may still take effect. */
    DEADLINE_PASSED(-1),
    /** The calling thread was interrupted; its interrupt flag is set again. The call may still take effect. */
    INTERRUPTED(-2),
    /** The handle, or the connection that it came from, was closed before the call. */
    CLOSED(-3),
    /** libvirt's client library, or a function of it, is not installed. */
    LIBRARY_MISSING(-4),
    /** A code of libvirt's that this enumeration does not list. */
    OTHER(-5),

    INTERNAL_ERROR(1),
    NO_MEMORY(2),
    NO_SUPPORT(3),
    UNKNOWN_HOST(4),
    NO_CONNECT(5),
    INVALID_CONN(6),
    INVALID_DOMAIN(7),
    INVALID_ARG(8),
    OPERATION_FAILED(9),
    XML_ERROR(27),
    DOM_EXIST(28),
    OPERATION_DENIED(29),
    OPEN_FAILED(30),
    XML_DETAIL(35),
    NETWORK_EXIST(37),
    SYSTEM_ERROR(38),
    RPC(39),
    NO_DOMAIN(42),
    NO_NETWORK(43),
    AUTH_FAILED(45),
    NO_STORAGE_POOL(49),
    NO_STORAGE_VOL(50),
    OPERATION_INVALID(55),
    CONFIG_UNSUPPORTED(67),
    OPERATION_TIMEOUT(68),
    NO_DOMAIN_SNAPSHOT(72),
    INVALID_STREAM(73),
    ARGUMENT_UNSUPPORTED(74),
    STORAGE_POOL_BUILT(76),
    OPERATION_ABORTED(78),
    AUTH_CANCELLED(79),
    NO_DOMAIN_METADATA(80),
    OVERFLOW(82),
    BLOCK_COPY_ACTIVE(83),
    OPERATION_UNSUPPORTED(84),
    AGENT_UNRESPONSIVE(86),
    RESOURCE_BUSY(87),
    ACCESS_DENIED(88),
    STORAGE_VOL_EXIST(90),
    XML_INVALID_SCHEMA(92),
    AUTH_UNAVAILABLE(94),
    AGENT_UNSYNCED(97),
    DEVICE_MISSING(99);

    private static final Map<Integer, ErrorCode> BY_NUMBER =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(code -> code.number, Function.identity()));

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ErrorCode of(int number) {
        return BY_NUMBER.getOrDefault(number, OTHER);
    }
}
