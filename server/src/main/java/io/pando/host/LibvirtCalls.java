package io.pando.host;

import io.pando.libvirt.ErrorCode;
import io.pando.libvirt.LibvirtException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns libvirt's exceptions into the host's, once for all calls. */
final class LibvirtCalls {
    private LibvirtCalls() {}

    /** @param what was tried, for example {@code start pando.alice.web1} */
    static <T extends @Nullable Object> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (LibvirtException failure) {
            throw translate(what, failure);
        }
    }

    static void run(String what, Runnable call) {
        try {
            call.run();
        } catch (LibvirtException failure) {
            throw translate(what, failure);
        }
    }

    static HostException translate(String what, LibvirtException failure) {
        HostException.Reason reason = reason(failure);
        String message = reason == HostException.Reason.UNREACHABLE
                ? "The host does not answer (%s).".formatted(failure.getMessage())
                : "The host could not %s: %s.".formatted(what, failure.getMessage());
        return new HostException(reason, message, failure);
    }

    private static HostException.Reason reason(LibvirtException failure) {
        if (failure.isConnectionLost() || failure.isClosed()) {
            return HostException.Reason.UNREACHABLE;
        }
        if (failure.isAgentUnavailable()) {
            return HostException.Reason.GUEST_SILENT;
        }
        if (failure.isTimeout() || failure.code() == ErrorCode.RESOURCE_BUSY) {
            return HostException.Reason.BUSY;
        }
        if (failure.isNoDomain() || failure.isNoVolume() || failure.isNoPool() || failure.isNoNetwork()) {
            return HostException.Reason.ABSENT;
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("still being allocated") || message.contains("asynchronous jobs running")) {
            return HostException.Reason.BUSY;
        }
        if (failure.isInvalidState()) {
            return HostException.Reason.WRONG_STATE;
        }
        if (message.contains("no space left") || message.contains("not enough free space")) {
            return HostException.Reason.FULL;
        }
        return HostException.Reason.REFUSED;
    }
}
