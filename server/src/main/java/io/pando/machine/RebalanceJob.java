package io.pando.machine;

import io.pando.job.JobKind;
import io.pando.job.Step;
import java.util.List;

/** Moves many machines. Undone, those that have moved stay where they are. */
record RebalanceJob(List<Step<RebalanceRequest>> steps) implements JobKind<RebalanceRequest> {
    static final String NAME = "placement.rebalance";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<RebalanceRequest> requestType() {
        return RebalanceRequest.class;
    }
}
