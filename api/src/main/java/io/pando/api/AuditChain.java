package io.pando.api;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of the audit record hang together; docs/formats/audit.md describes it for other programs. It stands here because it is
 * part of the format: the server writes by it, and server and command line verify by it.
 *
 * <p>Reads entries one after another and says what is wrong with the first bad one. Keeps one entry at a time, so a record of any
 * length can be verified.
 */
public final class AuditChain {
    /** What stands before the first entry. */
    public static final String BEGINNING = "0".repeat(64);

    private static final String FORMAT = "pando-audit-1";
    /** How far from its place a misplaced entry is recognised as one. */
    private static final long FARTHEST = 100_000;

    private long seq;
    private String hash;

    /** Begins at the first entry. */
    public AuditChain() {
        this(0, BEGINNING);
    }

    /**
     * Begins after an entry that is known to be right.
     *
     * @param seq its position
     * @param hash its hash
     */
    public AuditChain(long seq, String hash) {
        this.seq = seq;
        this.hash = hash;
    }

    /** Position of the last entry that was right. */
    public long seq() {
        return seq;
    }

    /** Hash of the last entry that was right. */
    public String hash() {
        return hash;
    }

    /**
     * Takes the next entry.
     *
     * @return what is wrong; null when it continues the chain. After a fault nothing more can be taken.
     */
    public @Nullable AuditFault take(AuditRecord record) {
        long expected = seq + 1;
        if (record.seq() > expected) {
            return new AuditFault(
                    expected,
                    AuditFault.Kind.MISSING,
                    record.seq() == expected + 1
                            ? "Entry %d is missing.".formatted(expected)
                            : "Entries %d to %d are missing.".formatted(expected, record.seq() - 1));
        }
        if (record.seq() < expected) {
            return new AuditFault(
                    record.seq(),
                    AuditFault.Kind.MISPLACED,
                    "Entry %d comes after entry %d.".formatted(record.seq(), seq));
        }
        if (!hash(record, record.seq()).equals(record.hash())) {
            long place = place(record);
            return place > 0
                    ? new AuditFault(
                            expected,
                            AuditFault.Kind.MISPLACED,
                            "What stands at %d is entry %d.".formatted(expected, place))
                    : new AuditFault(
                            expected,
                            AuditFault.Kind.ALTERED,
                            "Entry %d was altered after it had been written.".formatted(expected));
        }
        if (!record.previousHash().equals(hash)) {
            return new AuditFault(
                    expected,
                    AuditFault.Kind.UNCHAINED,
                    "Entry %d does not continue entry %d: one of them was written anew.".formatted(expected, seq));
        }
        seq = expected;
        hash = record.hash();
        return null;
    }

    /**
     * Compares with a head that was kept; to be asked after each entry that was right.
     *
     * @return what is wrong; null when nothing is, or the head is elsewhere
     */
    public @Nullable AuditFault compare(AuditHead head) {
        if (head.seq() != seq || head.hash().equals(hash)) {
            return null;
        }
        return new AuditFault(
                seq, AuditFault.Kind.UNCHAINED, "Entry %d is not the one that was noted as the end.".formatted(seq));
    }

    /** Where an entry belongs that does not belong where it stands; 0 when nowhere near. */
    private static long place(AuditRecord record) {
        for (long distance = 1; distance <= FARTHEST; distance++) {
            for (long candidate : new long[] {record.seq() + distance, record.seq() - distance}) {
                if (candidate > 0 && hash(record, candidate).equals(record.hash())) {
                    return candidate;
                }
            }
        }
        return 0;
    }

    /** The hash that an entry should have. */
    public static String hash(AuditRecord record) {
        return hash(record, record.seq());
    }

    private static String hash(AuditRecord record, long seq) {
        List<@Nullable String> fields = Arrays.asList(
                FORMAT,
                record.previousHash(),
                Long.toString(seq),
                record.at().toString(),
                record.action(),
                record.outcome().name(),
                record.route(),
                text(record.status()),
                record.problem(),
                record.detail(),
                record.actorId(),
                record.actorName(),
                record.credentialKind(),
                record.credentialId(),
                record.credentialName(),
                record.address(),
                record.objectType(),
                record.objectId(),
                record.objectName(),
                record.projectId(),
                text(record.jobId()),
                record.requestId(),
                Long.toString(record.repeats()),
                record.asked(),
                record.before(),
                record.after());
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
            DataOutputStream output = new DataOutputStream(bytes);
            for (String field : fields) {
                if (field == null) {
                    output.writeInt(-1);
                } else {
                    byte[] text = field.getBytes(StandardCharsets.UTF_8);
                    output.writeInt(text.length);
                    output.write(text);
                }
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory is written to", impossible);
        }
    }

    private static @Nullable String text(@Nullable Number number) {
        return number == null ? null : Objects.toString(number);
    }
}
