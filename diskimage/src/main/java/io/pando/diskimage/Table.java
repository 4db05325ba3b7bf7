package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Goes through a table of any length in a file, a part at a time, so that a large one costs no memory. */
final class Table {
    private static final int PART = 256 << 10;

    private final Bytes bytes;
    private final long offset;
    private final long length;

    /** @param length bytes; all of them must be there */
    Table(Bytes bytes, long offset, long length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Shows each entry.
     *
     * @param entrySize bytes, a divisor of 256 KiB
     * @return whether all were agreed to; stops at the first that was not
     */
    boolean allMatch(int entrySize, Entry entry) throws IOException {
        for (long done = 0; done < length; done += PART) {
            ByteBuffer part = bytes.read(offset + done, (int) Math.min(PART, length - done));
            for (int position = 0; position + entrySize <= part.limit(); position += entrySize) {
                if (!entry.agree(part, position, (done + position) / entrySize)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Looks at one entry. */
    interface Entry {
        boolean agree(ByteBuffer part, int position, long number) throws IOException;
    }
}
