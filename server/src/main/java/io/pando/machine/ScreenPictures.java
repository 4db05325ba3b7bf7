package io.pando.machine;

import io.pando.configuration.PandoProperties;
import io.pando.host.Hosts;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The last picture of each machine's screen, as files in the data folder: they outlive the server, the host and the machine's power. */
@Component
class ScreenPictures {
    private static final Logger log = LoggerFactory.getLogger(ScreenPictures.class);

    private final Path folder;
    private final Hosts hosts;
    private final MachineStore store;
    private final Clock clock;

    ScreenPictures(PandoProperties properties, Hosts hosts, MachineStore store, Clock clock) {
        this.folder = properties.data().resolve("screens");
        this.hosts = hosts;
        this.store = store;
        this.clock = clock;
    }

    /** Takes a picture now. A machine whose screen cannot be had keeps its last one. */
    void take(MachineRecord machine) {
        byte[] picture;
        try {
            picture = hosts.hypervisor(machine.hostId()).guests().screenshot(machine.domainUuid());
        } catch (RuntimeException unavailable) {
            log.debug("No picture of {}: {}", machine.name(), unavailable.getMessage());
            return;
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path part = folder.resolve(machine.id() + ".part");
            Files.write(part, picture);
            Files.move(part, file(machine.id()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            store.recordScreen(machine.id(), clock.instant());
        } catch (IOException failure) {
            throw new UncheckedIOException("The picture of a screen cannot be kept", failure);
        }
    }

    /**
     * The last picture, as PNG.
     *
     * @param width scaled down to so many pixels; 0 for as it is
     */
    Optional<byte[]> latest(String machineId, int width) {
        try {
            byte[] picture = Files.readAllBytes(file(machineId));
            return Optional.of(width == 0 ? picture : scaled(picture, width));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("The picture of a screen cannot be read", failure);
        }
    }

    void forget(String machineId) {
        try {
            Files.deleteIfExists(file(machineId));
        } catch (IOException failure) {
            log.warn("The last picture of a deleted machine cannot be deleted: {}", failure.getMessage());
        }
    }

    private Path file(String machineId) {
        return folder.resolve(machineId + ".png");
    }

    private static byte[] scaled(byte[] picture, int width) throws IOException {
        BufferedImage whole = ImageIO.read(new ByteArrayInputStream(picture));
        if (whole == null || whole.getWidth() <= width) {
            return picture;
        }
        int height = Math.max(1, Math.round((float) whole.getHeight() * width / whole.getWidth()));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(whole, 0, 0, width, height, null);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(small, "png", out);
        return out.toByteArray();
    }
}
