package io.pando.host;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures of screens as PNG, whatever the host's QEMU makes of them. */
final class Pictures {
    private static final int LARGEST_SIDE = 16_384;

    private Pictures() {}

    static byte[] png(String mimeType, byte[] picture) {
        if (mimeType.equals("image/png")) {
            return picture;
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.setUseCache(false);
            ImageIO.write(portablePixmap(picture), "png", out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory cannot fail", impossible);
        }
    }

    /** Reads a binary PPM ({@code P6}, one byte a sample). The guest chooses its size, so it is not believed unseen. */
    private static BufferedImage portablePixmap(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        boolean known = in.read() == 'P' && in.read() == '6';
        int width = number(in);
        int height = number(in);
        int most = number(in);
        if (!known
                || most != 255
                || width < 1
                || height < 1
                || width > LARGEST_SIDE
                || height > LARGEST_SIDE
                || in.available() < 3L * width * height) {
            throw new HostException(
                    HostException.Reason.REFUSED, "The host's picture of the screen is not readable.", null);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int at = bytes.length - in.available();
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 3) {
                row[x] = ((bytes[at] & 255) << 16) | ((bytes[at + 1] & 255) << 8) | (bytes[at + 2] & 255);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    /** The next decimal number, and the one blank that ends it. */
    private static int number(ByteArrayInputStream in) {
        int next = in.read();
        while (Character.isWhitespace(next)) {
            next = in.read();
        }
        int value = 0;
        while (next >= '0' && next <= '9' && value <= LARGEST_SIDE) {
            value = value * 10 + next - '0';
            next = in.read();
        }
        return value;
    }
}
