package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class LibvirtExceptionTest {
    private static final int FROM_RPC = 7;
    private static final int FROM_QEMU = 10;

    @Test
    void keepsNumbersThatItDoesNotKnow() {
        var newer = new LibvirtException(999, 998, "something newer");

        assertThat(newer.code()).isEqualTo(ErrorCode.OTHER);
        assertThat(newer.number()).isEqualTo(999);
        assertThat(newer.domain()).isEqualTo(ErrorDomain.OTHER);
        assertThat(newer)
                .hasMessage("something newer")
                .hasToString("LibvirtException[OTHER 999, OTHER]: something newer");
    }

    @Test
    void knowsALostConnectionByWhereTheErrorComesFrom() {
        assertThat(new LibvirtException(38, FROM_RPC, "Cannot recv data: Connection reset by peer").isConnectionLost())
                .isTrue();
        assertThat(new LibvirtException(1, FROM_RPC, "client socket is closed").isConnectionLost())
                .isTrue();
        assertThat(new LibvirtException(38, FROM_QEMU, "cannot open file").isConnectionLost())
                .isFalse();
        assertThat(new LibvirtException(1, FROM_QEMU, "QEMU said no").isConnectionLost())
                .isFalse();
    }

    @Test
    void classifiesCodes() {
        assertThat(qemu(42).isNoDomain()).isTrue();
        assertThat(qemu(43).isNoNetwork()).isTrue();
        assertThat(qemu(49).isNoPool()).isTrue();
        assertThat(qemu(50).isNoVolume()).isTrue();
        assertThat(qemu(55).isInvalidState()).isTrue();
        assertThat(qemu(68).isTimeout()).isTrue();
        assertThat(qemu(74).isUnsupported()).isTrue();
        assertThat(qemu(86).isAgentUnavailable()).isTrue();
        assertThat(qemu(97).isAgentUnavailable()).isTrue();
        assertThat(qemu(90).isAlreadyThere()).isTrue();
        assertThat(LibvirtException.ofClient(ErrorCode.INTERRUPTED, "").isInterrupted())
                .isTrue();
        assertThat(LibvirtException.ofClient(ErrorCode.CLOSED, "").domain()).isEqualTo(ErrorDomain.CLIENT);
    }

    private static LibvirtException qemu(int code) {
        return new LibvirtException(code, FROM_QEMU, "");
    }
}
