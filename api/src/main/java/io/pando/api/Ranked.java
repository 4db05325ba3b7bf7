package io.pando.api;

import java.util.List;

/**
 * Something that could be taken, and why it stands where it does among others.
 *
 * @param subject what it is, for example {@code Image debian} or {@code Host local}
 * @param chosen whether it is the one that is taken
 * @param score the more, the better; comparable only among things of the same kind
 * @param lines what the score is the sum of
 */
public record Ranked(String subject, boolean chosen, double score, List<Line> lines) {
    public Ranked {
        lines = List.copyOf(lines);
    }

    /**
     * One thing that speaks for it.
     *
     * @param preference what one would like
     * @param points what it adds to the score
     * @param text how far it is so, in words
     */
    public record Line(String preference, double points, String text) {}
}
