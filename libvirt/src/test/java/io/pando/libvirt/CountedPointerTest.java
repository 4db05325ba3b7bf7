package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class CountedPointerTest {
    private final AtomicInteger freed = new AtomicInteger();
    private final CountedPointer pointer = new CountedPointer(MemorySegment.ofAddress(1), _ -> freed.incrementAndGet());

    @Test
    void isFreedOnceWhenClosedTwice() {
        assertThat(pointer.close()).isTrue();
        assertThat(pointer.close()).isFalse();
        assertThat(freed).hasValue(1);
    }

    @Test
    void isFreedOnlyWhenTheLastCallHasEnded() {
        pointer.acquire();
        pointer.close();
        assertThat(freed).hasValue(0);

        pointer.release();
        assertThat(freed).hasValue(1);
    }

    @Test
    void refusesCallsAfterClosing() {
        pointer.acquire();
        pointer.close();
        assertThatThrownBy(pointer::acquire)
                .isInstanceOfSatisfying(
                        LibvirtException.class, e -> assertThat(e.isClosed()).isTrue());
    }
}
