package io.pando.builder.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One kind of thing that is stripped of a disk. The list of them is data: {@code operations}, which says how it is written.
 *
 * @param name stable, for example {@code machine-id}
 * @param title for people
 * @param rules what is stripped, and by the same rules what must not be found afterwards
 */
public record SealingOperation(String name, String title, List<String> rules) {
    private static final Set<String> VERBS = Set.of("remove", "empty", "clear", "lines", "find");
    private static final String TEXT = text();
    private static final List<SealingOperation> ALL = parse(TEXT);

    public SealingOperation {
        rules = List.copyOf(rules);
    }

    /** All of them, in the order in which they are carried out. */
    public static List<SealingOperation> all() {
        return ALL;
    }

    /** The list as the appliance reads it. */
    static byte[] bytes() {
        return TEXT.getBytes(StandardCharsets.UTF_8);
    }

    static List<SealingOperation> parse(String text) {
        List<SealingOperation> operations = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            String[] words = line.split(" ", 3);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (words[0].equals("operation") && words.length == 3) {
                operations.add(new SealingOperation(words[1], words[2], List.of()));
            } else if (VERBS.contains(words[0]) && words.length >= 2 && !operations.isEmpty()) {
                SealingOperation last = operations.removeLast();
                List<String> rules = new ArrayList<>(last.rules());
                rules.add(line);
                operations.add(new SealingOperation(last.name(), last.title(), rules));
            } else {
                throw new IllegalArgumentException("Not a line of a list of sealing operations: " + line);
            }
        }
        return List.copyOf(operations);
    }

    private static String text() {
        try (InputStream content = SealingOperation.class.getResourceAsStream("operations")) {
            if (content == null) {
                throw new IllegalStateException("The list of sealing operations is missing");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
