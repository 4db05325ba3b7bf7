package io.pando.cli.job;

import io.pando.api.Job;
import io.pando.cli.output.Quantities;
import io.pando.cli.terminal.Paint;
import io.pando.cli.terminal.PlainText;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.time.Instant;

/** A bar in the last line that moves, below a line for each step that has ended: for terminals. */
final class Bar implements Progress {
    private static final int WIDTH = 24;

    private final Terminal terminal;
    private final Paint paint;
    private final StepLines steps;
    private boolean drawn;

    Bar(Terminal terminal) {
        this.terminal = terminal;
        this.paint = terminal.paint(StandardStream.ERR);
        this.steps = new StepLines(
                this::above, terminal.unicode() ? "\u2713 " : "+ ", terminal.unicode() ? "\u2717 " : "- ");
    }

    @Override
    public void show(Job job, Instant now) {
        clear();
        steps.show(job, now);
        if (job.state() != Job.State.DONE && job.state() != Job.State.FAILED && job.state() != Job.State.CANCELLED) {
            terminal.err().print(line(job, now));
            drawn = true;
        }
        terminal.err().flush();
    }

    @Override
    public void end() {
        clear();
        terminal.err().flush();
    }

    private void above(String line) {
        String plain = PlainText.of(line);
        terminal.err().println(plain.startsWith("\u2717") || plain.startsWith("- ") ? paint.bad(plain) : plain);
    }

    private void clear() {
        if (drawn) {
            // Back to the first column, and erase to the end of the line (ECMA-48).
            terminal.err().print("\r\u001b[K");
            drawn = false;
        }
    }

    private String line(Job job, Instant now) {
        int filled = (int) Math.round(Math.clamp(job.percent(), 0, 100) / 100 * WIDTH);
        String full = terminal.unicode() ? "\u2588" : "#";
        String empty = terminal.unicode() ? "\u2591" : ".";
        String bar = full.repeat(filled) + empty.repeat(WIDTH - filled);
        String what =
                switch (job.state()) {
                    case QUEUED -> "Waiting for its turn";
                    case UNDOING -> "Taking back what was made";
                    default -> job.currentStep() == null ? job.title() : job.currentStep();
                };
        Double left = job.secondsLeft();
        Instant started = job.startedAt();
        String time = left != null
                ? "about " + Quantities.seconds(Math.max(1, Math.rint(left))).replace(".0 s", " s") + " left"
                : started == null ? "" : Quantities.between(started, now);
        String text = String.format(
                java.util.Locale.ROOT, "%s %3.0f %%  %s  %s", bar, job.percent(), PlainText.of(what), time);
        // A line that wraps could not be taken back.
        int most = terminal.width() - 1;
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }
}
