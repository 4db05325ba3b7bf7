package io.pando.builder;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One piece of what is said on the line into an appliance, in either direction: a header of three words, and as many bytes as it says.
 *
 * @param word what it is
 * @param argument a name or a number; {@code -} for none
 * @see <a href="file:docs/formats/builder-protocol.md">docs/formats/builder-protocol.md</a>
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes from here to there; nobody compares it
record Frame(String word, String argument, byte[] payload) {

    /** As it goes over the line. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 64);
        bytes.writeBytes("%s %s %d\n".formatted(word, argument, payload.length).getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }
}
