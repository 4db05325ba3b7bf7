package io.pando.access;

import io.pando.api.Amounts;
import io.pando.api.Fault;
import io.pando.api.Limits;
import io.pando.api.Suggestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a charge fits within a quota. Pure. */
final class QuotaDecision {
    private static final double GIB = 1 << 30;

    private QuotaDecision() {}

    /**
     * What does not fit. Only what grows is looked at: a project above its limits may always take less.
     *
     * @param project its name
     * @param used by all of its things, this one's present charge among them
     * @param before what this thing is charged at present
     * @param after what it would be charged
     */
    static List<Fault> shortfalls(String project, Limits limits, Amounts used, Amounts before, Amounts after) {
        List<Fault> faults = new ArrayList<>();
        check(
                faults,
                project,
                null,
                "machines",
                limits.machines(),
                used.machines(),
                before.machines(),
                after.machines());
        check(faults, project, "vcpus", "processors", limits.vcpus(), used.vcpus(), before.vcpus(), after.vcpus());
        check(
                faults,
                project,
                "memoryMiB",
                "MiB of memory",
                limits.memoryMiB(),
                used.memoryMiB(),
                before.memoryMiB(),
                after.memoryMiB());
        checkDisk(faults, project, limits.diskBytes(), used.diskBytes(), before.diskBytes(), after.diskBytes());
        check(faults, project, null, "images", limits.images(), used.images(), before.images(), after.images());
        return faults;
    }

    private static void check(
            List<Fault> faults,
            String project,
            @Nullable String field,
            String what,
            @Nullable Number limit,
            long used,
            long before,
            long after) {
        if (limit != null && exceeds(limit.longValue(), used, before, after)) {
            long most = limit.longValue();
            faults.add(new Fault(
                    field,
                    "The project %s may have %,d %s and has %,d: %,d more are wanted, %,d are left."
                            .formatted(project, most, what, used, after - before, Math.max(0, most - used)),
                    help(),
                    field == null || most - used + before < 1
                            ? null
                            : List.of(Suggestion.of(
                                    "Ask for %,d %s.".formatted(most - used + before, what),
                                    field,
                                    most - used + before))));
        }
    }

    private static void checkDisk(
            List<Fault> faults, String project, @Nullable Long limit, long used, long before, long after) {
        if (limit != null && exceeds(limit, used, before, after)) {
            faults.add(new Fault(
                    null,
                    "The project %s may have %.1f GiB of disk and has %.1f: %.1f more are wanted, %.1f are left."
                            .formatted(
                                    project,
                                    limit / GIB,
                                    used / GIB,
                                    (after - before) / GIB,
                                    Math.max(0, limit - used) / GIB),
                    help()));
        }
    }

    private static boolean exceeds(long limit, long used, long before, long after) {
        return after > before && used + (after - before) > limit;
    }

    private static String help() {
        return "Ask for less, delete what is no longer needed, or ask an administrator for a larger quota.";
    }
}
