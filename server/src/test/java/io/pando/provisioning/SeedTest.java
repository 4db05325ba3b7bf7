package io.pando.provisioning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.guest.SampleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {
    private static final Seed SEED = new Seed("f".repeat(64), "iid-1", "ada-web");

    /** As this machine's libblkid finds it, which is how cloud-init looks for it. */
    @Test
    void isAVolumeLabelledForCloudInit(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("seed"), SEED.bytes());

        assertThat(SampleFiles.run("/sbin/blkid", "-p", "-o", "export", file.toString()))
                .contains("LABEL=cidata")
                .contains("TYPE=iso9660");
    }

    @Test
    void beginsWithTheToken() {
        assertThat(new String(SEED.bytes(), 0, 80, US_ASCII)).startsWith("pando-seed 1 " + "f".repeat(64) + "\n");
    }

    @Test
    void saysWhoTheMachineIs() {
        assertThat(new String(SEED.bytes(), US_ASCII)).contains("instance-id: iid-1\nlocal-hostname: ada-web\n");
    }

    @Test
    void nothingThatIsNoWordStandsInIt() {
        assertThatThrownBy(() -> new Seed("f", "iid-1", "a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Seed("f g", "iid-1", "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotSayItsTokenInALog() {
        assertThat(SEED).asString().doesNotContain("ffff");
    }
}
