package io.pando.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds what may stand at the end of a line that is being typed. Pure but for the source of live names. */
final class Candidates {

    /** A word that may stand there, and what it is. */
    record Candidate(String word, String description) {}

    /**
     * What to offer.
     *
     * @param files whether files fit there
     */
    record Offer(List<Candidate> candidates, boolean files) {
        Offer {
            candidates = List.copyOf(candidates);
        }

        static final Offer NOTHING = new Offer(List.of(), false);
    }

    private final CommandSpec root;
    private final Function<String, List<Candidate>> names;

    /** @param names live names for a parameter's label, for example {@code MACHINE} */
    Candidates(CommandSpec root, Function<String, List<Candidate>> names) {
        this.root = root;
        this.names = names;
    }

    /** @param words typed so far without the program's name; the last is the one to complete, perhaps empty */
    Offer offer(List<String> words) {
        List<String> line = joined(words);
        String last = line.isEmpty() ? "" : line.getLast();
        CommandSpec command = root;
        int position = 0;
        OptionSpec awaiting = null;
        boolean onlyParameters = false;
        for (String word : line.subList(0, Math.max(0, line.size() - 1))) {
            if (awaiting != null) {
                awaiting = null;
            } else if (!onlyParameters && word.equals("--")) {
                onlyParameters = true;
            } else if (!onlyParameters && word.startsWith("-")) {
                OptionSpec option = word.contains("=") ? null : command.findOption(word);
                awaiting = option != null && option.arity().max() > 0 ? option : null;
            } else if (!onlyParameters && command.subcommands().containsKey(word)) {
                command = command.subcommands().get(word).getCommandSpec();
            } else {
                position++;
            }
        }
        if (awaiting != null) {
            return values(awaiting, last);
        }
        if (!onlyParameters && last.startsWith("--") && last.contains("=")) {
            int equals = last.indexOf('=');
            OptionSpec option = command.findOption(last.substring(0, equals));
            return option == null ? Offer.NOTHING : values(option, last.substring(equals + 1));
        }
        if (!onlyParameters && last.startsWith("-")) {
            return options(command, last);
        }
        if (!onlyParameters && position == 0 && !command.subcommands().isEmpty()) {
            return subcommands(command, last);
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (parameter.index().contains(position)) {
                return values(parameter, last);
            }
        }
        return Offer.NOTHING;
    }

    private static final List<String> FORMATS =
            List.of("qcow2", "raw", "vmdk", "vhdx", "vdi", "raw.gz", "raw.xz", "raw.zst", "ova");

    /** bash takes {@code --image=deb} apart at the equals sign; this puts it together again. */
    private static List<String> joined(List<String> words) {
        List<String> joined = new ArrayList<>();
        for (String word : words) {
            boolean second = !joined.isEmpty() && joined.getLast().matches("--[a-z-]+=");
            if (second
                    || (word.equals("=")
                            && !joined.isEmpty()
                            && joined.getLast().startsWith("--"))) {
                joined.set(joined.size() - 1, joined.getLast() + word);
            } else {
                joined.add(word);
            }
        }
        return joined;
    }

    private static Offer subcommands(CommandSpec command, String prefix) {
        List<Candidate> found = new ArrayList<>();
        for (Map.Entry<String, CommandLine> entry : new TreeMap<>(command.subcommands()).entrySet()) {
            CommandSpec subcommand = entry.getValue().getCommandSpec();
            if (!subcommand.usageMessage().hidden() && entry.getKey().startsWith(prefix)) {
                String[] header = subcommand.usageMessage().header();
                found.add(new Candidate(entry.getKey(), header.length == 0 ? "" : header[0]));
            }
        }
        return new Offer(found, false);
    }

    private static Offer options(CommandSpec command, String prefix) {
        List<Candidate> found = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String[] description = option.description();
                for (String name : option.names()) {
                    if (name.startsWith(prefix) && (name.startsWith("--") || prefix.equals("-"))) {
                        found.add(new Candidate(name, description.length == 0 ? "" : plain(description[0])));
                    }
                }
            }
        }
        found.sort(java.util.Comparator.comparing(Candidate::word));
        return new Offer(found, false);
    }

    /** A description without the variables that only help fills in. */
    private static String plain(String description) {
        int variable = description.indexOf("${");
        String text = variable == -1 ? description : description.substring(0, variable);
        return text.replaceAll("[ :(]+$", "");
    }

    private Offer values(ArgSpec argument, String prefix) {
        List<Candidate> all = new ArrayList<>();
        @Nullable Iterable<String> fixed = argument.completionCandidates();
        if (fixed != null) {
            for (String value : fixed) {
                all.add(new Candidate(value.toLowerCase(Locale.ROOT).replace('_', '-'), ""));
            }
        } else {
            switch (argument.paramLabel()) {
                case "STYLE" -> {
                    for (String style : List.of("json", "yaml", "table", "noheader", "columns=")) {
                        all.add(new Candidate(style, ""));
                    }
                }
                case "FORMAT" -> {
                    for (String format : FORMATS) {
                        all.add(new Candidate(format, ""));
                    }
                }
                case "FILE", "FILE|URL" -> {
                    return new Offer(List.of(), true);
                }
                case "ZONE" ->
                    java.time.ZoneId.getAvailableZoneIds().stream()
                            .filter(zone -> zone.startsWith(prefix))
                            .sorted()
                            .forEach(zone -> all.add(new Candidate(zone, "")));
                default -> all.addAll(names.apply(argument.paramLabel()));
            }
        }
        return new Offer(
                all.stream()
                        .filter(candidate -> candidate.word().startsWith(prefix))
                        .toList(),
                false);
    }
}
