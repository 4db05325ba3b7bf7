package io.pando.placement;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where all machines are to be: what the solver looks for. The solver wants it as a bean. */
@PlanningSolution
public class Seating {
    private @Nullable Situation situation;
    private List<Integer> hosts = List.of();
    private List<Seat> seats = List.of();
    private @Nullable HardMediumSoftScore score;

    /** For the solver. */
    public Seating() {}

    Seating(Situation situation, List<Integer> hosts, List<Seat> seats) {
        this.situation = situation;
        this.hosts = hosts;
        this.seats = seats;
    }

    @ProblemFactProperty
    public @Nullable Situation getSituation() {
        return situation;
    }

    /** Positions of the hosts to which machines may go. */
    @ValueRangeProvider
    public List<Integer> getHosts() {
        return hosts;
    }

    @PlanningEntityCollectionProperty
    public List<Seat> getSeats() {
        return seats;
    }

    @PlanningScore
    public @Nullable HardMediumSoftScore getScore() {
        return score;
    }

    public void setScore(@Nullable HardMediumSoftScore other) {
        score = other;
    }

    Situation situation() {
        Situation known = situation;
        if (known == null) {
            throw new IllegalStateException("A seating is of a situation");
        }
        return known;
    }

    /**
     * What it is about.
     *
     * @param hosts in the order by which they are told
     * @param machines likewise
     */
    public record Situation(List<Candidate> hosts, List<Movable> machines, Rules rules) {
        public Situation {
            hosts = List.copyOf(hosts);
            machines = List.copyOf(machines);
        }
    }
}
