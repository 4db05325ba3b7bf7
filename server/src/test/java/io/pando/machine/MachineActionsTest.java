package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Machine;
import org.junit.jupiter.api.Test;

class MachineActionsTest {

    @Test
    void aRunningMachineCanBeStoppedButNotStarted() {
        assertThat(MachineActions.refusal(MachineActions.Action.STOP, MachineState.RUNNING, null))
                .isEmpty();
        assertThat(MachineActions.refusal(MachineActions.Action.START, MachineState.RUNNING, null))
                .contains("It runs.");
    }

    @Test
    void aBusyMachineNamesItsJobAndStillShowsItsConsole() {
        assertThat(MachineActions.refusal(MachineActions.Action.STOP, MachineState.RUNNING, 42L))
                .contains("Job 42 is at work on it.");
        assertThat(MachineActions.refusal(MachineActions.Action.CONSOLE, MachineState.PROVISIONING, 42L))
                .isEmpty();
    }

    @Test
    void whateverIsNotAllowedHasAReason() {
        for (MachineState state : MachineState.values()) {
            assertThat(MachineActions.all(state, null))
                    .hasSize(MachineActions.Action.values().length)
                    .allSatisfy(action -> assertThat(action.allowed()).isEqualTo(action.reason() == null));
        }
    }

    @Test
    void aMachineThatIsGoneAllowsNothing() {
        assertThat(MachineActions.all(MachineState.DELETED, null)).noneMatch(Machine.Action::allowed);
    }
}
