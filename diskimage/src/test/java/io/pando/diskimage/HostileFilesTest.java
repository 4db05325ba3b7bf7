package io.pando.diskimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import io.pando.diskimage.hostile.HostileFile;
import io.pando.diskimage.hostile.HostileFiles;
import io.pando.diskimage.hostile.HostileMixtures;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is hostile is refused, soon and with little memory; what is right is not. */
class HostileFilesTest {
    private static final long LARGEST = 1L << 41;
    private static final long MOST_MEMORY = 64L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ImageInspector inspector = new ImageInspector(LARGEST);
    private final Unpacking unpacking = new Unpacking(inspector, 1 << 30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static List<HostileFile> all() {
        List<HostileFile> files = new ArrayList<>(HostileFiles.all("/canary", 1));
        files.addAll(HostileFiles.withinArchives(files));
        return files;
    }

    @Test
    void thereAreMoreThanThreeHundredByThemselves() {
        assertThat(HostileFiles.all("/canary", 1)).hasSizeGreaterThan(300);
    }

    @TestFactory
    Stream<DynamicTest> whatIsHostileIsRefusedSoonAndWithLittleMemory() {
        return all().stream().map(file -> dynamicTest(file.toString(), () -> refuses(file)));
    }

    private void refuses(HostileFile file) throws Exception {
        Path path = Files.write(folder.resolve("file"), file.content().get());
        Path target = folder.resolve("target");
        Files.deleteIfExists(target);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long memory = threads.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();

        Inspected result = inspector.inspect(path, file.declared());
        if (result instanceof Inspected.Compressed compressed) {
            result = unpacking.unpack(path, compressed, target, percent -> {});
        } else if (result instanceof Inspected.Appliance appliance) {
            result = unpacking.unpack(path, appliance, target, percent -> {});
        }

        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        long allocated = threads.getCurrentThreadAllocatedBytes() - memory;
        assertThat(result).isInstanceOfSatisfying(Inspected.Refused.class, refused -> {
            assertThat(refused.reason()).endsWith(".");
            assertThat(refused.help()).isNotBlank();
        });
        assertThat(took).isLessThan(PATIENCE);
        assertThat(allocated).isLessThan(MOST_MEMORY);
    }

    @TestFactory
    Stream<DynamicTest> whatIsRightIsNot() {
        return HostileMixtures.right().entrySet().stream()
                .map(right -> dynamicTest(right.getKey().label(), () -> {
                    Path path = Files.write(
                            folder.resolve("right"), right.getValue().get());

                    assertThat(inspector.inspect(path, right.getKey())).isNotInstanceOf(Inspected.Refused.class);
                }));
    }
}
