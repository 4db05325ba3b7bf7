package io.pando.cli.machine;

import io.pando.api.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Turns suggested changes of a request into the command that somebody would have to type. What was typed stays as it was, apart from the
 * options that change.
 *
 * @param words what was typed after {@code pando machine create} or {@code plan}
 * @param name the name among them
 * @param flags options without a value: what follows any other one is its value
 */
record Corrections(List<String> words, String name, Set<String> flags) {
    /** Options by the fields of the request that they stand for. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("image", "--image"),
            Map.entry("copy", "--copy"),
            Map.entry("vcpus", "--vcpus"),
            Map.entry("memoryMiB", "--memory"),
            Map.entry("diskMiB", "--disk"),
            Map.entry("firmware", "--firmware"),
            Map.entry("wish.os", "--os"),
            Map.entry("wish.packages", "--package"),
            Map.entry("wish.architecture", "--architecture"),
            Map.entry("labels", "--label"),
            Map.entry("where.hostLabels", "--on-label"),
            Map.entry("where.near", "--near"),
            Map.entry("where.apart", "--apart"),
            Map.entry("lifetime", "--lifetime"),
            Map.entry("guest.hostname", "--hostname"),
            Map.entry("guest.timezone", "--timezone"),
            Map.entry("guest.user.name", "--user"),
            Map.entry("guest.commands", "--command"));

    /** Options without a value, by the fields of the request that they stand for. */
    private static final Map<String, Set<String>> FLAGS = Map.of(
            "guest.user.password", Set.of("--ask-password", "--password-stdin"),
            "tpm", Set.of("--tpm"),
            "network", Set.of("--no-network"),
            "where.acceleration", Set.of("--accelerated"));

    private static final Set<String> IN_MEBIBYTES = Set.of("memoryMiB", "diskMiB");
    private static final Set<String> KINDS = Set.of("copy", "firmware");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    Corrections {
        words = List.copyOf(words);
        flags = Set.copyOf(flags);
    }

    /** Of the command that is being carried out. */
    static Corrections of(CommandSpec spec, String name) {
        ParseResult all = spec.root().commandLine().getParseResult();
        List<String> typed = all == null ? List.of() : all.originalArgs();
        int verb = typed.indexOf(spec.name());
        Set<String> flags = spec.options().stream()
                .filter(option -> option.arity().max() == 0)
                .flatMap(option -> Stream.of(option.names()))
                .collect(Collectors.toSet());
        return new Corrections(verb < 0 ? List.of() : typed.subList(verb + 1, typed.size()), name, flags);
    }

    /** The command with the changes; empty when one of them cannot be said by options. */
    Optional<String> command(List<Suggestion.Change> changes) {
        List<String> changed = words;
        for (Suggestion.Change change : changes) {
            String option = OPTIONS.get(change.field());
            if (change.field().equals("name") && change.value() != null) {
                changed = renamed(changed, change.value().toString());
            } else if (FLAGS.containsKey(change.field()) && change.value() == null) {
                Set<String> given = FLAGS.get(change.field());
                changed = changed.stream().filter(word -> !given.contains(word)).toList();
            } else if (option != null) {
                changed = with(without(changed, option), option, change);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of("pando machine create "
                + changed.stream()
                        .filter(word -> !word.equals("--dry-run"))
                        .map(Corrections::quoted)
                        .collect(Collectors.joining(" ")));
    }

    private List<String> renamed(List<String> before, String other) {
        List<String> after = new ArrayList<>();
        boolean done = false;
        String last = "";
        for (String word : before) {
            boolean positional = !takesValue(last) && word.equals(name);
            after.add(positional && !done ? other : word);
            done |= positional;
            last = word;
        }
        return after;
    }

    private boolean takesValue(String word) {
        return word.startsWith("-") && !word.contains("=") && !flags.contains(word);
    }

    private static List<String> without(List<String> before, String option) {
        List<String> after = new ArrayList<>();
        for (int index = 0; index < before.size(); index++) {
            String word = before.get(index);
            if (word.equals(option)) {
                index++;
            } else if (!word.startsWith(option + "=")) {
                after.add(word);
            }
        }
        return after;
    }

    private static List<String> with(List<String> before, String option, Suggestion.Change change) {
        List<String> after = new ArrayList<>(before);
        for (Object value : values(change.value())) {
            after.add(option);
            after.add(shown(change.field(), value));
        }
        return after;
    }

    private static List<?> values(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    private static String shown(String field, Object value) {
        String text = value.toString();
        if (IN_MEBIBYTES.contains(field)) {
            return text + "MiB";
        }
        return KINDS.contains(field) ? text.toLowerCase(Locale.ROOT).replace('_', '-') : text;
    }

    /** As a POSIX shell needs it. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
