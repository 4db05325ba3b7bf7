package io.pando.cli.job;

import io.pando.api.Fault;
import io.pando.api.Plan;
import io.pando.api.Ranked;
import io.pando.api.Suggestion;
import io.pando.cli.http.ProblemException;
import io.pando.cli.output.Quantities;
import io.pando.cli.output.Table;
import io.pando.cli.terminal.Paint;
import io.pando.cli.terminal.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan for people. */
final class PlanView {
    private PlanView() {}

    static List<String> lines(Plan plan, Paint paint, Function<List<Suggestion.Change>, Optional<String>> correction) {
        List<String> lines = new ArrayList<>();
        lines.add(paint.strong(PlainText.of(plan.summary())));
        section(
                lines,
                paint,
                "What will be",
                List.of("What", "Value", "Why"),
                plan.effects().stream()
                        .map(effect -> List.of(
                                effect.subject(), effect.value(), effect.reason() == null ? "" : effect.reason()))
                        .toList());
        section(
                lines,
                paint,
                "Steps"
                        + (plan.estimatedSeconds() == null
                                ? ""
                                : ", about " + Quantities.seconds(plan.estimatedSeconds()) + " in all"),
                List.of("Step", "About"),
                plan.steps().stream()
                        .map(step ->
                                List.of(step.title(), step.seconds() == null ? "" : Quantities.seconds(step.seconds())))
                        .toList());
        section(
                lines,
                paint,
                "Could be taken, the best first",
                List.of("What", "Score", "Why"),
                plan.ranking().stream()
                        .map(ranked -> List.of(
                                ranked.subject() + (ranked.chosen() ? " *" : ""),
                                "%.0f".formatted(ranked.score()),
                                ranked.lines().stream().map(Ranked.Line::text).collect(Collectors.joining("; "))))
                        .toList());
        section(
                lines,
                paint,
                "Looked at and not taken",
                List.of("What", "Why"),
                plan.refused().stream()
                        .map(refusal -> List.of(refusal.subject(), refusal.reason()))
                        .toList());
        if (!plan.feasible()) {
            lines.add("");
            lines.add(paint.bad("It cannot be done like this:"));
            for (Fault fault : plan.faults()) {
                lines.add("  " + PlainText.of(ProblemException.describe(List.of(fault))));
                if (fault.suggestions() != null) {
                    fault.suggestions().forEach(suggestion -> lines.add("    - " + PlainText.of(suggestion.text())));
                }
            }
            Suggestion mended = plan.mended();
            if (mended != null) {
                lines.add("");
                lines.add(paint.strong("This would fit:"));
                lines.add("  " + PlainText.of(correction.apply(mended.changes()).orElse(mended.text())));
            }
        }
        return lines;
    }

    private static void section(
            List<String> lines, Paint paint, String title, List<String> titles, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title + ":");
        new Table(titles, rows).lines(false, paint).forEach(line -> lines.add("  " + line));
    }
}
