package io.pando.builder.inspection;

/** What came of looking at a disk. */
public sealed interface Inspected permits Inspection, Inspected.NoSystem {

    /**
     * No system that Pando knows is on the disk.
     *
     * @param why for people
     */
    record NoSystem(String why) implements Inspected {}
}
