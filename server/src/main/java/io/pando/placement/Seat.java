package io.pando.placement;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import org.jspecify.annotations.Nullable;

/** Where a machine is to be: what the solver changes. Machines and hosts are told by their positions. The solver wants it as a bean. */
@PlanningEntity
public class Seat {
    private int machine;
    private @Nullable Integer host;

    /** For the solver. */
    public Seat() {}

    Seat(int machine, int host) {
        this.machine = machine;
        this.host = host;
    }

    @PlanningId
    public Integer getMachine() {
        return machine;
    }

    @PlanningVariable
    public @Nullable Integer getHost() {
        return host;
    }

    public void setHost(@Nullable Integer other) {
        host = other;
    }

    int host() {
        Integer known = host;
        if (known == null) {
            throw new IllegalStateException("A machine is always on a host");
        }
        return known;
    }
}
