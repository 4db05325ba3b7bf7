package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.LONG;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A disk of a domain. Needs no closing: it lives as long as its {@link Domain} is open. */
public final class BlockDevice {
    private static final int INFO_SIZE = 24;
    private static final int JOB_SIZE = 32;
    private static final int SIZE_IN_BYTES = 1;
    private static final int JOB_BANDWIDTH_BYTES = 1;
    private static final int ABORT_PIVOT = 2;
    private static final int COMMIT_SHALLOW = 1;
    private static final int COMMIT_DELETE = 2;
    private static final int COMMIT_ACTIVE = 4;
    private static final int COMMIT_BANDWIDTH_BYTES = 16;

    private final Domain domain;
    private final String target;

    BlockDevice(Domain domain, String target) {
        this.domain = domain;
        this.target = target;
    }

    /** The disk's target, such as {@code vda}. */
    public String target() {
        return target;
    }

    /** Sizes: {@code virDomainGetBlockInfo}. */
    public BlockInfo info() {
        return domain.call((self, arena) -> {
            var info = arena.allocate(INFO_SIZE, LONG.byteAlignment());
            Native.check(
                    (int) NativeLibrary.virDomainGetBlockInfo.invokeExact(self, Native.text(arena, target), info, 0));
            return new BlockInfo(info.get(LONG, 0), info.get(LONG, 8), info.get(LONG, 16));
        });
    }

    /**
     * Changes the size of the image of a running domain: {@code virDomainBlockResize}. The guest sees it at once.
     *
     * @param bytes the new size, larger than the old one: smaller cuts off data
     */
    public void resize(long bytes) {
        domain.slowRun((self, arena) -> Native.check((int) NativeLibrary.virDomainBlockResize.invokeExact(
                self, Native.text(arena, target), bytes, SIZE_IN_BYTES)));
    }

    /** The work that is being done on this disk, if any: {@code virDomainGetBlockJobInfo}. */
    public Optional<BlockJob> job() {
        return domain.call((self, arena) -> {
            var info = arena.allocate(JOB_SIZE, LONG.byteAlignment());
            int found = Native.check((int) NativeLibrary.virDomainGetBlockJobInfo.invokeExact(
                    self, Native.text(arena, target), info, JOB_BANDWIDTH_BYTES));
            return found == 0
                    ? Optional.<BlockJob>empty()
                    : Optional.of(new BlockJob(
                            BlockJob.type(info.get(INT, 0)),
                            info.get(LONG, 8),
                            info.get(LONG, 16),
                            info.get(LONG, 24)));
        });
    }

    /** Stops the work on this disk and waits until it has stopped: {@code virDomainBlockJobAbort}. */
    public void abortJob() {
        endJob(0);
    }

    /**
     * Ends a copy or active commit that is ready by switching the guest over to the other image: {@code virDomainBlockJobAbort}.
     *
     * @throws LibvirtException BLOCK_COPY_ACTIVE if it is not ready yet; trying again later may help
     */
    public void pivot() {
        endJob(ABORT_PIVOT);
    }

    private void endJob(int flags) {
        domain.slowRun((self, arena) -> Native.check(
                (int) NativeLibrary.virDomainBlockJobAbort.invokeExact(self, Native.text(arena, target), flags)));
    }

    /**
     * Starts to merge layers of the image of a running domain downwards: {@code virDomainBlockCommit}. Watch it by {@link #job()}. If the
     * topmost layer is among them, end it by {@link #pivot()}.
     *
     * @param base path or {@code vda[2]}-like name of the layer that takes the data, null for the bottommost
     * @param top path or name of the topmost layer to be merged, null for the one that the guest writes to
     * @param bytesPerSecond speed limit, 0 for none
     */
    public void commit(@Nullable String base, @Nullable String top, long bytesPerSecond, CommitFlag... flags) {
        int bits = Flag.bits(flags) | COMMIT_BANDWIDTH_BYTES | (top == null ? COMMIT_ACTIVE : 0);
        domain.run((self, arena) -> {
            MemorySegment basePath = Native.textOrNull(arena, base);
            MemorySegment topPath = Native.textOrNull(arena, top);
            Native.check((int) NativeLibrary.virDomainBlockCommit.invokeExact(
                    self, Native.text(arena, target), basePath, topPath, bytesPerSecond, bits));
        });
    }

    /** {@code virDomainBlockCommitFlags} that are not set by the arguments. */
    public enum CommitFlag implements Flag {
        /** The base is the layer directly below the top. */
        SHALLOW(COMMIT_SHALLOW),
        /** Delete the layers that were merged. */
        DELETE(COMMIT_DELETE);

        private final int bit;

        CommitFlag(int bit) {
            this.bit = bit;
        }

        @Override
        public int bit() {
            return bit;
        }
    }
}
