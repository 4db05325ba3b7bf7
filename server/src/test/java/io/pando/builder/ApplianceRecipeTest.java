package io.pando.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.guest.SampleFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("guest")
@Tag("builder")
@Tag("slow")
class ApplianceRecipeTest {

    /** Named by its digest on every host: two servers with the same packages bring the same files. */
    @Test
    void theSamePackagesGiveTheSameBytes(@TempDir Path folder) throws Exception {
        assertThat(made(folder.resolve("one")))
                .isEqualTo(made(folder.resolve("other")))
                .contains("initramfs", "vmlinuz");
    }

    private static String made(Path target) throws Exception {
        SampleFiles.run(SampleFiles.checkout().resolve("dev/builder").toString(), "into", target.toString());
        return SampleFiles.run("sh", "-c", "cd \"$1\" && sha256sum *", "sh", target.toString());
    }
}
