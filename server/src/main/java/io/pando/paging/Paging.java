package io.pando.paging;

import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. A controller takes it as a parameter, read from {@code ?limit=&offset=}.
 *
 * @param limit most rows, 1 to 100
 * @param offset position of the first row in the whole list, from 0
 */
public record Paging(int limit, int offset) {
    public static final int DEFAULT_LIMIT = 25;
    public static final int MOST = 100;

    public Paging {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit " + limit);
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
    }

    /**
     * Reads what a request asks for.
     *
     * @param limit null or empty means {@link #DEFAULT_LIMIT}
     * @param offset null or empty means 0
     * @throws ProblemException with a fault for each that is not a number within its range
     */
    public static Paging parse(@Nullable String limit, @Nullable String offset) {
        List<Fault> faults = new ArrayList<>();
        int rows = number(
                limit,
                DEFAULT_LIMIT,
                1,
                MOST,
                new Fault("limit", "limit must be a whole number from 1 to 100.", "Leave it out for 25."),
                faults);
        int first = number(
                offset,
                0,
                0,
                Integer.MAX_VALUE,
                new Fault(
                        "offset",
                        "offset must be a whole number from 0 to 2147483647.",
                        "Leave it out to begin at the first row."),
                faults);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        return new Paging(rows, first);
    }

    private static int number(
            @Nullable String text, int absent, int least, int most, Fault otherwise, List<Fault> faults) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, like a number out of range.
        }
        faults.add(otherwise);
        return absent;
    }

    /**
     * The page that answers this.
     *
     * @param items the rows from {@link #offset()} on, at most {@link #limit()}
     * @param total number of rows in the whole list
     */
    public <T> Page<T> page(List<T> items, long total) {
        return new Page<>(items, total, limit, offset);
    }

    /** This part of a list that is at hand as a whole. */
    public <T> Page<T> of(List<T> all) {
        int from = Math.min(offset, all.size());
        int to = (int) Math.min((long) from + limit, all.size());
        return page(all.subList(from, to), all.size());
    }
}
