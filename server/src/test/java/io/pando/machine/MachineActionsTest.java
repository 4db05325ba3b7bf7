package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Machine;
import org.junit.jupiter.api.Test;

class MachineActionsTest {

    @Test
    void aRunningMachineCanBeStoppedButNotStarted() {
        assertThat(MachineActions.refusal(MachineActions.Action.STOP, MachineState.RUNNING, null, false))
                .isEmpty();
        assertThat(MachineActions.refusal(MachineActions.Action.START, MachineState.RUNNING, null, false))
                .contains("It runs.");
    }

    @Test
    void aBusyMachineNamesItsJobAndStillShowsItsConsole() {
        assertThat(MachineActions.refusal(MachineActions.Action.STOP, MachineState.RUNNING, 42L, false))
                .contains("Job 42 is at work on it.");
        assertThat(MachineActions.refusal(MachineActions.Action.CONSOLE, MachineState.PROVISIONING, 42L, false))
                .isEmpty();
    }

    @Test
    void whateverIsNotAllowedHasAReason() {
        for (MachineState state : MachineState.values()) {
            assertThat(MachineActions.all(state, null, false))
                    .hasSize(MachineActions.Action.values().length)
                    .allSatisfy(action -> assertThat(action.allowed()).isEqualTo(action.reason() == null));
        }
    }

    @Test
    void aMachineThatIsGoneAllowsNothing() {
        assertThat(MachineActions.all(MachineState.DELETED, null, false)).noneMatch(Machine.Action::allowed);
    }

    @Test
    void aMachineWhoseTimeIsOverCannotBeStartedButStoppedAndDeleted() {
        assertThat(MachineActions.refusal(MachineActions.Action.START, MachineState.STOPPED, null, true))
                .contains("Its time is over.");
        assertThat(MachineActions.refusal(MachineActions.Action.RESUME, MachineState.SUSPENDED, null, true))
                .contains("Its time is over.");
        assertThat(MachineActions.refusal(MachineActions.Action.STOP, MachineState.RUNNING, null, true))
                .isEmpty();
        assertThat(MachineActions.refusal(MachineActions.Action.DELETE, MachineState.SUSPENDED, null, true))
                .isEmpty();
    }
}
