package io.pando.machine;

/** The ways to switch a machine on or off. */
enum PowerAction {
    START(MachineJobs.START, MachineActions.Action.START, "Start", "is powered on"),
    STOP(
            MachineJobs.STOP,
            MachineActions.Action.STOP,
            "Stop",
            "is asked to shut down; its power is cut when it does not"),
    RESTART(MachineJobs.RESTART, MachineActions.Action.RESTART, "Restart", "is shut down and started again"),
    SUSPEND(
            MachineJobs.SUSPEND,
            MachineActions.Action.SUSPEND,
            "Suspend",
            "has its memory written to disk and is switched off"),
    RESUME(MachineJobs.RESUME, MachineActions.Action.RESUME, "Resume", "goes on where it was suspended");

    private final String job;
    private final MachineActions.Action action;
    private final String title;
    private final String effect;

    PowerAction(String job, MachineActions.Action action, String title, String effect) {
        this.job = job;
        this.action = action;
        this.title = title;
        this.effect = effect;
    }

    static PowerAction ofJob(String job) {
        for (PowerAction action : values()) {
            if (action.job.equals(job)) {
                return action;
            }
        }
        throw new IllegalArgumentException("No power action is carried out by " + job);
    }

    String job() {
        return job;
    }

    MachineActions.Action action() {
        return action;
    }

    String title() {
        return title;
    }

    /** Whether the machine takes room on its host afterwards that it did not take before. */
    boolean takesRoom() {
        return this == START || this == RESUME;
    }

    /** What happens to the machine, as the rest of a sentence about it. */
    String effect() {
        return effect;
    }
}
