package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Machine;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MachineStateTest {

    /** Every pair there is, each said here once more: a pair that is added or lost by mistake differs. */
    @Test
    void allowsExactlyThesePairs() {
        Map<String, Set<String>> expected = Map.of(
                "DEFINED", Set.of("PROVISIONING", "FAILED", "DELETING"),
                "PROVISIONING", Set.of("RUNNING", "FAILED", "DELETING"),
                "RUNNING", Set.of("STOPPED", "SUSPENDED", "FAILED", "DELETING"),
                "STOPPED", Set.of("RUNNING", "FAILED", "DELETING"),
                "SUSPENDED", Set.of("RUNNING", "STOPPED", "FAILED", "DELETING"),
                "FAILED", Set.of("RUNNING", "STOPPED", "SUSPENDED", "DELETING"),
                "DELETING", Set.of("FAILED", "DELETED"),
                "DELETED", Set.of());

        Map<String, Set<String>> actual = new TreeMap<>();
        for (MachineState from : MachineState.values()) {
            actual.put(
                    from.name(),
                    Arrays.stream(MachineState.values())
                            .filter(from::mayBecome)
                            .map(Enum::name)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void theApiShowsEveryState() {
        assertThat(Arrays.stream(MachineState.values()).map(MachineState::shown))
                .containsExactly(Machine.State.values());
    }
}
