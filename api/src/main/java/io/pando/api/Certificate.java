package io.pando.api;

import java.time.Instant;
import java.util.List;

/**
 * Proof that a machine is its own: its identifiers beside those of its master and of the other machines made from the
 * same image.
 *
 * @param verdict whether every identifier that must differ does
 * @param summary the verdict in a sentence
 * @param master name of the image
 * @param siblings number of other machines that were compared
 * @param comparisons a line for each identifier
 * @param readAt when the guest and the host were asked
 */
public record Certificate(
        String machineId,
        String machine,
        Verdict verdict,
        String summary,
        String master,
        int siblings,
        List<Comparison> comparisons,
        Instant readAt) {
    public Certificate {
        comparisons = List.copyOf(comparisons);
    }

    public enum Verdict {
        DISTINCT,
        SHARED
    }

    /**
     * One identifier.
     *
     * @param field stable name, for example {@code machine-id}
     * @param title for people, for example {@code Machine id}
     * @param source who said so: {@code guest} or {@code host}
     * @param own values of this machine
     * @param masters values of the master; empty where it has none
     * @param sharedWith names of the master or the machines that have one of these values too; empty when it is unique
     * @param result what this means
     */
    public record Comparison(
            String field,
            String title,
            String source,
            List<String> own,
            List<String> masters,
            List<String> sharedWith,
            Result result) {
        public Comparison {
            own = List.copyOf(own);
            masters = List.copyOf(masters);
            sharedWith = List.copyOf(sharedWith);
        }
    }

    public enum Result {
        /** Nobody else has it. */
        DISTINCT,
        /** Somebody else has it, and must not. */
        SHARED,
        /** The guest has no such identifier. */
        ABSENT
    }
}
