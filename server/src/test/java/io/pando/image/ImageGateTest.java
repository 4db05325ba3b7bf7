package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.ProblemType;
import io.pando.database.TestDatabase;
import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.Inspected;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageGateTest {
    private final MemoryShares shares = new MemoryShares();
    private final ImageGate gate = new ImageGate(TestDatabase.properties(Map.of()), shares, Duration.ofMillis(1));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path disk;

    @BeforeEach
    void write() throws IOException {
        disk = Files.write(folder.resolve("disk.raw"), new byte[512]);
    }

    private static void refusedForNow(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
            assertThat(refused.retryAfter()).isPositive();
        });
    }

    @Test
    void oneFileWithADictionaryIsLookedAtAtATime() {
        try (MemoryShares.Share _ = shares.take(DiskFormat.RAW_XZ, Duration.ZERO)) {
            refusedForNow(() -> gate.look(disk, DiskFormat.RAW_XZ));
            refusedForNow(() -> gate.look(disk, DiskFormat.RAW_ZSTD));
            assertThat(gate.look(disk, DiskFormat.RAW)).isInstanceOf(Inspected.Usable.class);
        }
        // Now it is looked at, and is no such file.
        assertThatThrownBy(() -> gate.look(disk, DiskFormat.RAW_XZ))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.INVALID_IMAGE));
    }

    @Test
    void soManyFilesAreLookedAtAtATime() {
        for (int count = 0; count < 8; count++) {
            shares.take(DiskFormat.QCOW2, Duration.ZERO);
        }
        refusedForNow(() -> gate.look(disk, DiskFormat.RAW));
    }

    @Test
    void whatIsRefusedOrUnreadableGivesItsShareBack() {
        for (int count = 0; count < 20; count++) {
            assertThatThrownBy(() -> gate.look(disk, DiskFormat.QCOW2)).isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> gate.look(folder.resolve("none"), DiskFormat.RAW_XZ))
                    .isInstanceOf(ProblemException.class);
        }
        assertThat(gate.look(disk, DiskFormat.RAW)).isInstanceOf(Inspected.Usable.class);
    }

    @Test
    void aJobWaitsForItsTurn() throws Exception {
        try (ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Inspected> job;
            try (MemoryShares.Share _ = shares.take(DiskFormat.RAW_XZ, Duration.ZERO);
                    MemoryShares.Share _ = shares.take(DiskFormat.RAW, Duration.ZERO);
                    MemoryShares.Share _ = shares.take(DiskFormat.RAW, Duration.ZERO);
                    MemoryShares.Share _ = shares.take(DiskFormat.RAW, Duration.ZERO)) {
                job = jobs.submit(() -> gate.lookInTurn(disk, DiskFormat.RAW));
                while (!shares.awaited()) {
                    Thread.onSpinWait();
                }
                assertThat(job.isDone()).isFalse();
            }
            assertThat(job.get()).isInstanceOf(Inspected.Usable.class);
        }
    }
}
