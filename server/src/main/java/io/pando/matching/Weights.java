package io.pando.matching;

/**
 * How much each preference counts, 0 (not at all) to 100. An image's score is the sum of weight times value, each value between 0 and 1.
 *
 * @param complete that the packages that are asked for are installed: their share
 * @param staged that the identity has been stripped already
 * @param lean that nothing else is installed: the fewest packages of all that would do, by its own number
 * @param recent that it is new: half of this after a year
 * @param small that it takes little room: the least of all that would do, by its own
 */
public record Weights(int complete, int staged, int lean, int recent, int small) {
    /** Installing takes minutes, a needless package nothing. */
    public static final Weights USUAL = new Weights(100, 40, 10, 5, 5);

    public Weights {
        check("complete", complete);
        check("staged", staged);
        check("lean", lean);
        check("recent", recent);
        check("small", small);
    }

    private static void check(String preference, int weight) {
        if (weight < 0 || weight > 100) {
            throw new IllegalArgumentException("The weight of %s is 0 to 100: %d".formatted(preference, weight));
        }
    }
}
