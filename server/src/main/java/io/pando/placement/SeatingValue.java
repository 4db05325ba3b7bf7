package io.pando.placement;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import org.jspecify.annotations.Nullable;

/** Tells the solver what a seating is worth: by {@link Balance}, which follows each change. */
public class SeatingValue implements IncrementalScoreCalculator<Seating, HardMediumSoftScore> {
    private @Nullable Balance balance;
    private int leaving;

    @Override
    public void resetWorkingSolution(Seating seating) {
        Seating.Situation situation = seating.situation();
        Balance fresh = new Balance(situation.hosts(), situation.machines(), situation.rules());
        seating.getSeats().forEach(seat -> fresh.move(seat.getMachine(), fresh.origin(seat.getMachine()), seat.host()));
        balance = fresh;
    }

    @Override
    public void beforeVariableChanged(Object entity, String variableName) {
        leaving = ((Seat) entity).host();
    }

    @Override
    public void afterVariableChanged(Object entity, String variableName) {
        Seat seat = (Seat) entity;
        known().move(seat.getMachine(), leaving, seat.host());
    }

    @Override
    public HardMediumSoftScore calculateScore() {
        Balance now = known();
        return HardMediumSoftScore.of(-now.hard(), -now.onDrained(), -now.soft());
    }

    private Balance known() {
        Balance now = balance;
        if (now == null) {
            throw new IllegalStateException("The solver begins with a seating");
        }
        return now;
    }
}
