package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.ProblemType;
import io.pando.database.TestDatabase;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path elsewhere;

    @SuppressWarnings("NullAway.Init")
    private Discs discs;

    @SuppressWarnings("NullAway.Init")
    private Path found;

    @BeforeEach
    void find() throws IOException {
        discs = new Discs(TestDatabase.properties(Map.of("pando.images.import-from", folder.toString())));
        Files.write(folder.resolve("tools.iso"), disc('a'));
        found = discs.find("tools.iso").orElseThrow().file();
    }

    /** As little as makes an ISO 9660 image, with a letter to know it by. */
    private static byte[] disc(char letter) {
        ByteBuffer disc = ByteBuffer.allocate(20 * 2048);
        int descriptor = 16 * 2048;
        disc.put(descriptor, new byte[] {1, 'C', 'D', '0', '0', '1', 1});
        disc.putInt(descriptor + 84, 20).putShort(descriptor + 130, (short) 2048);
        disc.put(disc.capacity() - 1, (byte) letter);
        return disc.array();
    }

    private void refuses(Path file, String why) {
        assertThatThrownBy(() -> discs.open(file).close()).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.type()).isEqualTo(ProblemType.INVALID_IMAGE);
            assertThat(refused.problem().detail())
                    .isEqualTo("The disc %s cannot be used any more: %s".formatted(file.getFileName(), why));
        });
    }

    private static byte last(FileChannel disc) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThat(disc.read(one, disc.size() - 1)).isEqualTo(1);
        return one.get(0);
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path secret = Files.write(elsewhere.resolve("secret.iso"), disc('s'));
        Files.delete(found);
        Files.createSymbolicLink(found, secret);

        refuses(found, "It is not a regular file in a folder of discs.");
    }

    @Test
    void whatTookItsPlaceIsLookedAtAnew() throws IOException {
        Files.write(found, new byte[20 * 2048]);
        refuses(found, "It is not an ISO 9660 image.");

        Files.delete(found);
        Files.createDirectory(found);
        refuses(found, "It is not a regular file in a folder of discs.");

        Files.delete(found);
        refuses(found, "It is not a regular file in a folder of discs.");
    }

    @Test
    void whatWasOpenedIsWhatIsRead() throws IOException {
        try (FileChannel disc = discs.open(found)) {
            Path other = Files.write(elsewhere.resolve("other"), disc('b'));
            Files.move(other, found, StandardCopyOption.REPLACE_EXISTING);

            assertThat(last(disc)).isEqualTo((byte) 'a');
        }
        try (FileChannel disc = discs.open(found)) {
            assertThat(last(disc)).isEqualTo((byte) 'b');
        }
    }

    @Test
    void onlyWhatLiesDirectlyInAFolderOfDiscsIsOpened() throws IOException {
        Path secret = Files.write(elsewhere.resolve("secret.iso"), disc('s'));
        Path below = Files.createDirectory(folder.resolve("below"));
        Files.write(below.resolve("deep.iso"), disc('d'));

        refuses(secret, "It is not a regular file in a folder of discs.");
        refuses(below.resolve("deep.iso"), "It is not a regular file in a folder of discs.");
        refuses(
                folder.resolve("..")
                        .resolve(String.valueOf(elsewhere.getFileName()))
                        .resolve("secret.iso"),
                "It is not a regular file in a folder of discs.");
    }
}
