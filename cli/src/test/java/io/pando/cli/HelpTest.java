package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The help of every command is as in {@code src/test/resources/help}; with {@code -Dgolden.update=true} the files are
 * written anew.
 */
final class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/help");

    static Stream<String> commands() {
        List<String> names = new ArrayList<>();
        collect(tree(), names);
        return names.stream();
    }

    private static CommandLine tree() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Pando.line(
                new Desk(Path.of("/nonexistent")).surroundings(nowhere, nowhere),
                Pando.COMMANDS.stream()
                        .map(type -> Objects.requireNonNull(type.getAnnotation(Command.class))
                                .name())
                        .toList());
    }

    private static void collect(CommandLine line, List<String> names) {
        names.add(line.getCommandSpec().qualifiedName());
        line.getSubcommands().values().forEach(subcommand -> collect(subcommand, names));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isAsWrittenDown(String name, @TempDir Path home) throws IOException {
        List<String> words = new ArrayList<>(List.of(name.split(" ", -1)));
        words.removeFirst();
        words.add("--help");

        Desk.Outcome outcome = new Desk(home).run(words.toArray(String[]::new));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        Path file = GOLDEN.resolve(name.replace(' ', '-') + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, outcome.out());
        }
        assertThat(outcome.out()).isEqualTo(Files.readString(file));
    }

    @Test
    void noFileIsLeftOver() throws IOException {
        List<String> expected =
                commands().map(name -> name.replace(' ', '-') + ".txt").toList();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void everyCommandHasASentenceAndAnExample() {
        List<CommandLine> leaves = new ArrayList<>();
        leaves(tree(), leaves);
        for (CommandLine leaf : leaves) {
            CommandLine.Model.UsageMessageSpec usage = leaf.getCommandSpec().usageMessage();
            String name = leaf.getCommandSpec().qualifiedName();
            assertThat(usage.header()).as(name).hasSize(1);
            assertThat(usage.header()[0]).as(name).endsWith(".");
            if (!usage.hidden()) {
                assertThat(String.join("\n", usage.footer()))
                        .as(name)
                        .contains("Example")
                        .contains(name);
            }
        }
    }

    private static void leaves(CommandLine line, List<CommandLine> leaves) {
        if (line.getSubcommands().isEmpty()) {
            leaves.add(line);
        }
        line.getSubcommands().values().forEach(subcommand -> leaves(subcommand, leaves));
    }

    @Test
    void everyOptionIsDescribed() {
        List<CommandLine> leaves = new ArrayList<>();
        leaves(tree(), leaves);
        for (CommandLine leaf : leaves) {
            leaf.getCommandSpec()
                    .args()
                    .forEach(argument -> assertThat(argument.description())
                            .as(leaf.getCommandSpec().qualifiedName() + " " + argument)
                            .isNotEmpty());
        }
    }

    @Test
    void theVersionIsFilledIn(@TempDir Path home) throws IOException {
        assertThat(new Desk(home).run("--version").out()).matches("pando \\d+\\.\\d+\\.\\d+.*\\n");
        try (InputStream in = Pando.class.getResourceAsStream("version.properties")) {
            assertThat(in).isNotNull();
        }
    }
}
