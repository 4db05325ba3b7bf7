package io.pando.matching;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names of the packages that there are for a system, tens of thousands of them, kept as the bytes that they are. Pure, immutable.
 */
public final class PackageNames {
    /** How many are suggested for a name that is none of them. */
    public static final int MOST_SUGGESTED = 3;

    /** One a line, in ASCII, sorted, each ended by a line feed. */
    private final byte[] lines;

    /** Where each begins, and where the last one ends. */
    private final int[] starts;

    private PackageNames(byte[] lines) {
        this.lines = lines;
        int count = 0;
        for (byte letter : lines) {
            count += letter == '\n' ? 1 : 0;
        }
        this.starts = new int[count + 1];
        int line = 1;
        for (int index = 0; index < lines.length; index++) {
            if (lines[index] == '\n') {
                starts[line++] = index + 1;
            }
        }
    }

    /**
     * Makes a list of names.
     *
     * @param names in ASCII, without control characters
     */
    public static PackageNames of(Collection<String> names) {
        StringBuilder lines = new StringBuilder();
        names.stream().distinct().sorted().forEach(name -> lines.append(name).append('\n'));
        return new PackageNames(lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes the list again of what {@link #lines} has given. */
    public static PackageNames ofLines(byte[] lines) {
        return new PackageNames(lines.clone());
    }

    /** Each ended by a line feed, sorted. */
    public byte[] lines() {
        return lines.clone();
    }

    public int size() {
        return starts.length - 1;
    }

    private String get(int index) {
        return new String(lines, starts[index], starts[index + 1] - 1 - starts[index], StandardCharsets.US_ASCII);
    }

    /** Whether there is one of that name. */
    public boolean contains(String name) {
        int index = firstFrom(name);
        return index < size() && get(index).equals(name);
    }

    /** Position of the first that is not before this one. */
    private int firstFrom(String name) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Those with this in their names: those that begin with it first, each group by alphabet. */
    public List<String> search(String part, int most) {
        String wanted = part.strip().toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>(beginning(wanted, most));
        for (int index = 0; index < size() && found.size() < most && !wanted.isEmpty(); index++) {
            String name = get(index);
            if (name.contains(wanted) && !name.startsWith(wanted)) {
                found.add(name);
            }
        }
        return found;
    }

    private List<String> beginning(String start, int most) {
        List<String> found = new ArrayList<>();
        for (int index = firstFrom(start); index < size() && found.size() < most; index++) {
            String name = get(index);
            if (!name.startsWith(start)) {
                break;
            }
            found.add(name);
        }
        return found;
    }

    /** What somebody probably meant who wrote a name that is none: the nearest, then the shortest that begin with it. */
    public List<String> nearest(String written) {
        String word = written.toLowerCase(Locale.ROOT);
        int most = Nearest.farthest(word);
        List<String> about = new ArrayList<>();
        for (int index = 0; index < size(); index++) {
            // Nobody compares letters where the lengths say enough.
            if (Math.abs(starts[index + 1] - 1 - starts[index] - word.length()) <= most) {
                about.add(get(index));
            }
        }
        List<String> nearest = new ArrayList<>(Nearest.several(word, about, MOST_SUGGESTED));
        beginning(word, Integer.MAX_VALUE).stream()
                .filter(name -> !nearest.contains(name))
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .limit(MOST_SUGGESTED - nearest.size())
                .forEach(nearest::add);
        return List.copyOf(nearest);
    }

    /** Of some names those that there are not, each with what was probably meant. */
    public Map<String, List<String>> unknown(Collection<String> wanted) {
        Map<String, List<String>> unknown = new TreeMap<>();
        for (String name : wanted) {
            if (!contains(name)) {
                unknown.computeIfAbsent(name, this::nearest);
            }
        }
        return unknown;
    }
}
