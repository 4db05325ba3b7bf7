package io.pando.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The benchmark: {@code Bench [GROUP]}. Exit status 0 when all bounds are kept, 1 when one is missed, 2 when there is no such group, 3
 * when something could not be measured.
 */
final class Bench {
    private static final Path REPORT = Path.of("target", "bench", "report.json");

    private Bench() {}

    @SuppressWarnings("SystemOut") // what it prints is what it is for
    public static void main(String[] arguments) throws IOException {
        Checkout checkout = Checkout.here();
        List<Group> groups = List.of(new CloneGroup(checkout), new ImportGroup(checkout), new PlacementGroup(checkout));
        List<Group> wanted = groups.stream()
                .filter(group -> arguments.length == 0 || group.name().equals(arguments[0]))
                .toList();
        if (wanted.isEmpty()) {
            System.err.printf(
                    "There is no group %s. Groups: %s%n",
                    arguments[0], groups.stream().map(Group::name).collect(Collectors.joining(", ")));
            System.exit(2);
        }
        List<Measurement> taken = new ArrayList<>();
        for (Group group : wanted) {
            try {
                group.measure(measurement -> {
                    Report.print(measurement, System.out);
                    taken.add(measurement);
                });
            } catch (RuntimeException failure) {
                System.err.printf("bench: the group %s could not be measured%n", group.name());
                failure.printStackTrace();
                System.exit(3);
            }
        }
        Path file = checkout.root().resolve(REPORT);
        Report.write(taken, file);
        System.out.printf("All figures: %s%n", REPORT);
        System.exit(taken.stream().allMatch(Measurement::kept) ? 0 : 1);
    }
}
