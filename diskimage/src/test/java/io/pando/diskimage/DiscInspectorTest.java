package io.pando.diskimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscInspectorTest {
    private static final int DESCRIPTOR = 16 * 2048;

    @TempDir
    private Path folder;

    @Test
    void aDiscIsADisc() throws IOException {
        assertThat(DiscInspector.refusal(file(disc(20)))).isEmpty();
    }

    @Test
    void oneThatIsCutShortIsRefused() throws IOException {
        ByteBuffer disc = disc(20);
        disc.putInt(DESCRIPTOR + 84, 21);

        assertThat(DiscInspector.refusal(file(disc)))
                .hasValueSatisfying(why -> assertThat(why).contains("cut short"));
    }

    @Test
    void oneThatIsSomethingElseTooIsRefused() throws IOException {
        ByteBuffer disc = disc(20);
        disc.put(0, "QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(DiscInspector.refusal(file(disc)))
                .hasValueSatisfying(why -> assertThat(why).contains("qcow2 and iso9660"));
    }

    @Test
    void otherBlocksAreRefused() throws IOException {
        ByteBuffer disc = disc(20);
        disc.putShort(DESCRIPTOR + 130, (short) 512);

        assertThat(DiscInspector.refusal(file(disc))).isPresent();
    }

    @Test
    void whatIsNoDiscIsRefused() throws IOException {
        assertThat(DiscInspector.refusal(file(ByteBuffer.allocate(100)))).hasValue("It is not an ISO 9660 image.");
        assertThat(DiscInspector.refusal(folder)).hasValue("It is not a regular file.");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.iso"), file(disc(20)));

        assertThat(DiscInspector.refusal(link)).hasValue("It is not a regular file.");
    }

    /** So many blocks with a primary volume descriptor. */
    private static ByteBuffer disc(int blocks) {
        ByteBuffer disc = ByteBuffer.allocate(blocks * 2048);
        disc.put(DESCRIPTOR, (byte) 1);
        disc.put(DESCRIPTOR + 1, "CD001\u0001".getBytes(StandardCharsets.ISO_8859_1));
        disc.putInt(DESCRIPTOR + 84, blocks);
        disc.putShort(DESCRIPTOR + 130, (short) 2048);
        return disc;
    }

    private Path file(ByteBuffer content) throws IOException {
        byte[] bytes = new byte[content.capacity()];
        content.get(0, bytes);
        return Files.write(folder.resolve("disc.iso"), bytes);
    }
}
