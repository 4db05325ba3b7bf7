package io.pando.cli.invocation;

/** What is still to be said when a person presses Ctrl-C. */
@FunctionalInterface
public interface Interruptions {

    /**
     * Registers what to do when the process is asked to end.
     *
     * @param exitCode with which the process ends then
     * @return takes the registration back when closed
     */
    Registration onInterrupt(Runnable action, int exitCode);

    /** A registration that can be taken back. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** By a shutdown hook of this process. */
    static Interruptions real() {
        return (action, exitCode) -> {
            Thread hook = new Thread(() -> {
                action.run();
                Runtime.getRuntime().halt(exitCode);
            });
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException exiting) {
                    // Too late: the hook is at work already and ends the process.
                    return;
                }
            };
        };
    }
}
