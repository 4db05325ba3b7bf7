package io.pando.diskimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the fuzzer has found once ({@code make fuzz}) is tried each time. */
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    private static final Map<String, Consumer<byte[]>> TARGETS = new TreeMap<>(Map.ofEntries(
            Map.entry("Qcow2Fuzz", Qcow2Fuzz::fuzzerTestOneInput),
            Map.entry("VmdkFuzz", VmdkFuzz::fuzzerTestOneInput),
            Map.entry("VmdkDescriptorFuzz", VmdkDescriptorFuzz::fuzzerTestOneInput),
            Map.entry("VhdxFuzz", VhdxFuzz::fuzzerTestOneInput),
            Map.entry("VdiFuzz", VdiFuzz::fuzzerTestOneInput),
            Map.entry("GzipFuzz", GzipFuzz::fuzzerTestOneInput),
            Map.entry("XzFuzz", XzFuzz::fuzzerTestOneInput),
            Map.entry("ZstdFuzz", ZstdFuzz::fuzzerTestOneInput),
            Map.entry("RawFuzz", RawFuzz::fuzzerTestOneInput),
            Map.entry("TarFuzz", TarFuzz::fuzzerTestOneInput),
            Map.entry("OvfFuzz", OvfFuzz::fuzzerTestOneInput),
            Map.entry("ManifestFuzz", ManifestFuzz::fuzzerTestOneInput)));

    private static List<Path> kept(String target) {
        Path folder = CORPUS.resolve(target);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @TestFactory
    Stream<DynamicTest> whatWasFoundOnceIsTriedEachTime() {
        return TARGETS.entrySet().stream()
                .flatMap(target -> kept(target.getKey()).stream()
                        .map(file -> dynamicTest(
                                target.getKey() + " " + file.getFileName(),
                                () -> target.getValue().accept(Files.readAllBytes(file)))));
    }

    @Test
    void thereIsSomethingOfEach() {
        for (String target : TARGETS.keySet()) {
            assertThat(kept(target)).as(target).isNotEmpty();
        }
    }
}
