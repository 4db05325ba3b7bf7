package io.pando.bench;

import java.util.function.Consumer;

/** Measurements that belong together and are taken in one run. */
interface Group {

    /** What to call it on the command line. */
    String name();

    /**
     * Takes the measurements, and leaves nothing on the machine.
     *
     * @param taken told of each as soon as it was taken
     */
    void measure(Consumer<Measurement> taken);
}
