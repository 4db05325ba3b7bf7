package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class OpenFileTest {
    @TempDir
    Path directory;

    @Test
    void createsAFileForItsOwnerOnly() throws Exception {
        var path = directory.resolve("state");
        try (var file = OpenFile.forWriting(path)) {
            assertThat(Path.of("/proc/self/fd/" + file.descriptor()).toRealPath())
                    .isEqualTo(path.toRealPath());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void emptiesAFileThatIsThere() throws Exception {
        var path = Files.writeString(directory.resolve("old"), "old bytes");
        OpenFile.forWriting(path).close();
        assertThat(path).isEmptyFile();
    }

    @Test
    void readsWithoutChangingAnything() throws Exception {
        var path = Files.writeString(directory.resolve("kept"), "kept");
        OpenFile.forReading(path).close();
        assertThat(path).hasContent("kept");
    }

    @Test
    void saysWhyAFileCannotBeOpened() {
        assertThatThrownBy(() -> OpenFile.forReading(directory.resolve("absent")))
                .isInstanceOf(LibvirtException.class)
                .hasMessageContaining("absent: no such file");
    }

    @Test
    void isNotUsedAfterClosing() {
        var file = OpenFile.forWriting(directory.resolve("closed"));
        file.close();
        file.close();
        assertThatThrownBy(file::descriptor)
                .isInstanceOfSatisfying(
                        LibvirtException.class, e -> assertThat(e.isClosed()).isTrue());
    }
}
