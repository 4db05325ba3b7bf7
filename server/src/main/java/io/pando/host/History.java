package io.pando.host;

import io.pando.api.HostHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last hour of one host, a sample a look. Numbers in arrays: there may be thousands of hosts. Thread-safe.
 *
 * @see HostHistory
 */
final class History {
    private static final Duration SPAN = Duration.ofHours(1);
    private static final int FIRST_SIZE = 16;

    private final int most;
    private long[] at = new long[FIRST_SIZE];
    private float[] load = new float[FIRST_SIZE];
    private float[] memory = new float[FIRST_SIZE];
    private float[] pool = new float[FIRST_SIZE];
    private int[] running = new int[FIRST_SIZE];
    private int next;
    private int size;

    History(Duration tick) {
        this.most = Math.clamp(SPAN.toMillis() / Math.max(1, tick.toMillis()), 1, 3_600);
    }

    synchronized void add(HostHistory.Sample sample) {
        if (size == at.length && size < most) {
            grow(Math.min(2 * size, most));
        }
        at[next] = sample.at().toEpochMilli();
        load[next] =
                sample.loadPercent() == null ? Float.NaN : sample.loadPercent().floatValue();
        memory[next] = (float) sample.memoryPercent();
        pool[next] =
                sample.poolPercent() == null ? Float.NaN : sample.poolPercent().floatValue();
        running[next] = sample.running();
        next = (next + 1) % at.length;
        size = Math.min(size + 1, at.length);
    }

    private void grow(int length) {
        // Until it has its full length it is filled from the beginning, so nothing has to be moved.
        at = Arrays.copyOf(at, length);
        load = Arrays.copyOf(load, length);
        memory = Arrays.copyOf(memory, length);
        pool = Arrays.copyOf(pool, length);
        running = Arrays.copyOf(running, length);
        next = size;
    }

    /** The oldest first. */
    synchronized List<HostHistory.Sample> samples() {
        List<HostHistory.Sample> samples = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            int position = size < at.length ? index : (next + index) % at.length;
            samples.add(new HostHistory.Sample(
                    Instant.ofEpochMilli(at[position]),
                    Float.isNaN(load[position]) ? null : Double.valueOf(load[position]),
                    memory[position],
                    Float.isNaN(pool[position]) ? null : Double.valueOf(pool[position]),
                    running[position]));
        }
        return samples;
    }
}
