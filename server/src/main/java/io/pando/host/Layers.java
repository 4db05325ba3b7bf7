package io.pando.host;

import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The layers that a domain's disks consist of. A domain writes to the topmost one; those below do not change, except that
 * {@link #merge} moves into one what the next one has. Layers are named by their volumes in Pando's pool, disks by their targets.
 */
public interface Layers {

    /** What each disk writes to: of the domain that runs, else of its definition. Empty when there is no such domain. */
    Map<String, String> written(UUID uuid);

    /**
     * Puts a new layer on each disk of a running domain, all at the same moment.
     *
     * @param layers names of the new layers, by disk; files of these names that no domain uses are replaced
     * @param memory name of a file in the pool for the memory, during whose writing the domain stands still; null keeps none
     * @param quiesce whether the guest's agent is to have file systems written out and held still; not together with memory
     * @throws HostException with {@link HostException.Reason#GUEST_SILENT} when the agent does not do that
     */
    void freeze(UUID uuid, Map<String, String> layers, @Nullable String memory, boolean quiesce);

    /**
     * Has a domain that is off go on from a memory that was kept, with other layers that hold the same. It has its name of then again
     * for as long as it runs. One that runs is no error.
     *
     * @param memory name of the file in the pool; stays
     * @param layers names of the layers to write to, by disk
     * @param disc name of the disc that is in its CD drive now, if it has one; null when there is none
     */
    void resume(UUID uuid, String memory, Map<String, String> layers, @Nullable String disc);

    /** Starts a domain without letting its processors run, for work on its disks. One that is on is no error. */
    void startHalted(UUID uuid);

    /**
     * Moves everything that a layer has into the layer directly below, which takes its place. The domain must be on. May be repeated;
     * one that is merged already is no error.
     *
     * @param target the disk
     * @param progress told the percentage, about five times a second
     */
    void merge(UUID uuid, String target, String layer, String below, DoubleConsumer progress)
            throws InterruptedException;
}
