package io.pando.libvirt;

import java.util.Objects;

/**
 * A call to libvirt that failed, with the code, the domain and the message of libvirt's {@code virError}.
 *
 * <p>The message is libvirt's own, in English, without a trailing full stop. The stack trace is the caller's, not that of the
 * thread that made the native call.
 */
public final class LibvirtException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int number;
    private final ErrorDomain domain;

    LibvirtException(int number, int domain, String message) {
        super(message);
        this.code = ErrorCode.of(number);
        this.number = number;
        this.domain = ErrorDomain.of(domain);
    }

    private LibvirtException(ErrorCode code, String message) {
        super(message);
        this.code = code;
        this.number = code.number();
        this.domain = ErrorDomain.CLIENT;
    }

    /** An error of this package's own. */
    static LibvirtException ofClient(ErrorCode code, String message) {
        return new LibvirtException(code, message);
    }

    /** libvirt's own words. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** What went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** libvirt's own number of the code ({@code virErrorNumber}); negative for errors of this package. */
    public int number() {
        return number;
    }

    /** Which part of libvirt said so. */
    public ErrorDomain domain() {
        return domain;
    }

    public boolean isNoDomain() {
        return code == ErrorCode.NO_DOMAIN;
    }

    public boolean isNoPool() {
        return code == ErrorCode.NO_STORAGE_POOL;
    }

    public boolean isNoVolume() {
        return code == ErrorCode.NO_STORAGE_VOL;
    }

    public boolean isNoNetwork() {
        return code == ErrorCode.NO_NETWORK;
    }

    /** A domain, network or volume of that name or UUID exists already. libvirt reports equal pools as a failed operation. */
    public boolean isAlreadyThere() {
        return code == ErrorCode.DOM_EXIST || code == ErrorCode.NETWORK_EXIST || code == ErrorCode.STORAGE_VOL_EXIST;
    }

    /** The domain is not in the state that the call needs, for example not running. */
    public boolean isInvalidState() {
        return code == ErrorCode.OPERATION_INVALID;
    }

    /** The hypervisor's driver does not have this function, or not with these arguments. */
    public boolean isUnsupported() {
        return switch (code) {
            case NO_SUPPORT, CONFIG_UNSUPPORTED, ARGUMENT_UNSUPPORTED, OPERATION_UNSUPPORTED -> true;
            default -> false;
        };
    }

    /** The guest agent is not connected (yet), does not answer, or answers out of turn. Trying again later may help. */
    public boolean isAgentUnavailable() {
        return code == ErrorCode.AGENT_UNRESPONSIVE || code == ErrorCode.AGENT_UNSYNCED;
    }

    /**
     * The way to libvirtd is gone or was never there: open a new {@link Connection}. Whether the call took effect is unknown.
     */
    public boolean isConnectionLost() {
        return switch (code) {
            case NO_CONNECT, INVALID_CONN -> true;
            case INTERNAL_ERROR, SYSTEM_ERROR, RPC -> domain == ErrorDomain.RPC || domain == ErrorDomain.REMOTE;
            default -> false;
        };
    }

    /** The caller's deadline passed, or libvirt gave up waiting, for example for a lock on the domain. */
    public boolean isTimeout() {
        return code == ErrorCode.DEADLINE_PASSED || code == ErrorCode.OPERATION_TIMEOUT;
    }

    public boolean isInterrupted() {
        return code == ErrorCode.INTERRUPTED;
    }

    /** The handle or its connection was closed before the call. */
    public boolean isClosed() {
        return code == ErrorCode.CLOSED;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message is for people, the code for logs
    public String toString() {
        return "LibvirtException[" + code + (code == ErrorCode.OTHER ? " " + number : "") + ", " + domain + "]: "
                + getMessage();
    }
}
