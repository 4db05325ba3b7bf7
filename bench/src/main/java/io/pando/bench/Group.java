package io.pando.bench;

import java.util.List;

/** Measurements that belong together and are taken in one run. */
interface Group {

    /** What to call it on the command line. */
    String name();

    /** Takes the measurements, and leaves nothing on the machine. */
    List<Measurement> measure();
}
