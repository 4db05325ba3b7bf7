package io.pando.cli.image;

import io.pando.cli.invocation.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What format a file has that nobody named: by its ending, or by its first bytes. The server looks again. */
final class FileFormat {
    /** The first bytes of a qcow2 file (QEMU, docs/interop/qcow2.rst). */
    private static final int QCOW2_MAGIC = 0x514649fb;

    private static final Map<String, String> ENDINGS = endings();

    private FileFormat() {}

    /** The longer ones first: {@code disk.raw.gz} ends in both. */
    private static Map<String, String> endings() {
        Map<String, String> endings = new LinkedHashMap<>();
        endings.put(".raw.gz", "raw.gz");
        endings.put(".img.gz", "raw.gz");
        endings.put(".raw.xz", "raw.xz");
        endings.put(".img.xz", "raw.xz");
        endings.put(".raw.zst", "raw.zst");
        endings.put(".img.zst", "raw.zst");
        endings.put(".qcow2", "qcow2");
        endings.put(".vmdk", "vmdk");
        endings.put(".vhdx", "vhdx");
        endings.put(".vdi", "vdi");
        endings.put(".ova", "ova");
        endings.put(".raw", "raw");
        return endings;
    }

    /**
     * The format.
     *
     * @param name of the file, or its address without what follows a question mark
     * @param file to look into; null when it is not here
     * @throws Failure when it cannot be told
     */
    static String of(String name, @Nullable Path file) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> ending : ENDINGS.entrySet()) {
            if (lower.endsWith(ending.getKey())) {
                return ending.getValue();
            }
        }
        if (file != null && Files.isRegularFile(file) && Files.isReadable(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] start = in.readNBytes(4);
                return start.length == 4 && ByteBuffer.wrap(start).getInt() == QCOW2_MAGIC ? "qcow2" : "raw";
            } catch (IOException unreadable) {
                throw Failure.usage("The format of " + name + " cannot be told (" + unreadable
                        + "): add --format qcow2 or --format raw.");
            }
        }
        throw Failure.usage("The format of " + name
                + " cannot be told from its name: add --format qcow2 or --format raw, or another one.");
    }
}
