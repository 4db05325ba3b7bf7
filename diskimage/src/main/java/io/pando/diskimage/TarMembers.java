package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is in a tar archive: plain files with plain names, and nothing else. Nothing is ever unpacked under its own name.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax, ustar Interchange Format</a>
 */
final class TarMembers {
    private static final int BLOCK = 512;
    private static final int MOST = 64;
    private static final int MOST_EXTENSION = 8 << 10;
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\\\x00-\\x1f\\x7f]{1,100}");

    /** What a pax header may say without changing what follows: times and owners. */
    private static final Pattern HARMLESS_RECORDS =
            Pattern.compile("(?:\\d{1,4} (?:mtime|atime|ctime|uid|gid|uname|gname|comment)=[^\\n]*+\\n)*+\\x00*+");

    private final List<Member> members;
    private final @Nullable String refused;

    private TarMembers(List<Member> members, @Nullable String refused) {
        this.members = List.copyOf(members);
        this.refused = refused;
    }

    /** A file in the archive. */
    record Member(String name, long offset, long length) {
        boolean ends(String ending) {
            return name.toLowerCase(Locale.ROOT).endsWith(ending);
        }
    }

    List<Member> members() {
        return members;
    }

    /** Why the archive must not be used, as a sentence; null when it may. */
    @Nullable
    String refused() {
        return refused;
    }

    private static TarMembers refuse(String reason) {
        return new TarMembers(List.of(), reason);
    }

    static TarMembers read(Bytes archive) throws IOException {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int headers = 0;
        long place = 0;
        while (archive.holds(place, BLOCK)) {
            ByteBuffer header = archive.read(place, BLOCK);
            if (empty(header)) {
                return new TarMembers(members, null);
            }
            if (++headers > 2 * MOST || members.size() == MOST) {
                return refuse("The archive has more than %d members.".formatted(MOST));
            }
            long size = number(header, 124, 12);
            if (number(header, 148, 8) != checksum(header) || size < 0) {
                return refuse("The archive's header at byte %d is damaged.".formatted(place));
            }
            if (!archive.holds(place + BLOCK, size)) {
                return refuse("The archive ends within one of its members.");
            }
            String reason =
                    switch (header.get(156)) {
                        case 0, '0' -> {
                            String name = name(header);
                            members.add(new Member(name, place + BLOCK, size));
                            yield !PLAIN_NAME.matcher(name).matches() || name.equals("..") || name.equals(".")
                                    ? "A member of the archive has a name that is no plain file name."
                                    : names.add(name.toLowerCase(Locale.ROOT))
                                            ? null
                                            : "The archive has two members of the same name.";
                        }
                        case 'x' ->
                            size <= MOST_EXTENSION
                                            && HARMLESS_RECORDS
                                                    .matcher(archive.latin1(place + BLOCK, (int) size))
                                                    .matches()
                                    ? null
                                    : "The archive has an extended header that changes what follows it.";
                        case '1', '2' -> "The archive has a link in it.";
                        case '3', '4', '6' -> "The archive has a device in it.";
                        case '5' -> "The archive has a folder in it.";
                        default -> "The archive has a member that is no plain file.";
                    };
            if (reason != null) {
                return refuse(reason);
            }
            place += BLOCK + Math.ceilDiv(size, BLOCK) * BLOCK;
        }
        return refuse("The archive has no end.");
    }

    private static boolean empty(ByteBuffer header) {
        for (int index = 0; index < BLOCK; index++) {
            if (header.get(index) != 0) {
                return false;
            }
        }
        return true;
    }

    private static String name(ByteBuffer header) {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        // Only the POSIX kind has a prefix; a folder in it makes the name no plain one.
        boolean posix = header.get(262) == 0;
        String whole = posix && !prefix.isEmpty() ? prefix + "/" + name : name;
        return whole.startsWith("./") ? whole.substring(2) : whole;
    }

    private static String text(ByteBuffer header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header.get(end) != 0) {
            end++;
        }
        return StandardCharsets.UTF_8.decode(header.slice(offset, end - offset)).toString();
    }

    /** An octal number, or one of GNU's with the highest bit set; -1 when it is neither. */
    private static long number(ByteBuffer header, int offset, int length) {
        if (header.get(offset) == (byte) 0x80) {
            long value = 0;
            for (int index = 1; index < length; index++) {
                if (value >>> 55 != 0) {
                    return -1;
                }
                value = (value << 8) | (header.get(offset + index) & 0xff);
            }
            return value;
        }
        String digits = text(header, offset, length).strip();
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }

    private static long checksum(ByteBuffer header) {
        long sum = 0;
        for (int index = 0; index < BLOCK; index++) {
            sum += index >= 148 && index < 156 ? ' ' : header.get(index) & 0xff;
        }
        return sum;
    }
}
