package io.pando.matching;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant who misspelt a name. */
public final class Nearest {
    private Nearest() {}

    /**
     * The name that takes the fewest keystrokes from what was written, the first by alphabet of several; empty when all are too far away:
     * more than a third of the letters, or one for very short words.
     */
    public static Optional<String> to(String written, Collection<String> names) {
        return several(written, names, 1).stream().findFirst();
    }

    /** The same for several, the nearest first. */
    static List<String> several(String written, Collection<String> names, int count) {
        String word = written.toLowerCase(Locale.ROOT);
        int most = farthest(word);
        return names.stream()
                .map(name -> new Candidate(name, distance(word, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= most)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(count)
                .map(Candidate::name)
                .toList();
    }

    /** From how many keystrokes on it is another word. */
    static int farthest(String word) {
        return Math.max(1, word.length() / 3);
    }

    private record Candidate(String name, int distance) {}

    /** Letters to add, drop, replace or swap with their neighbour (optimal string alignment). */
    static int distance(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= other.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            for (int j = 1; j <= other.length(); j++) {
                int replaced = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[one.length()][other.length()];
    }
}
