package io.pando.cli.http;

import io.pando.api.Fault;
import io.pando.api.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server answered with a problem document. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(describe(problem));
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    public int status() {
        return problem.status();
    }

    /** A problem in one line: what was wrong, each fault, and what would help. */
    public static String describe(Problem problem) {
        StringBuilder line = new StringBuilder(problem.detail());
        List<String> said = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Fault fault : problem.faults()) {
            // A server that sums up a single fault in its detail need not be heard twice.
            String message = line.indexOf(fault.message()) >= 0 ? "" : named(fault);
            String help = fault.help() == null || fault.help().equals(problem.help()) ? "" : fault.help();
            String both = (message + " " + help).strip();
            if (!both.isEmpty() && !said.contains(both)) {
                said.add(both);
                faults.add(both);
            }
        }
        if (!faults.isEmpty()) {
            line.append(line.toString().endsWith(".") ? " " : ": ").append(String.join(" ", faults));
        }
        return sentence(line.toString(), problem.help());
    }

    /** Faults in one line. */
    public static String describe(List<Fault> faults) {
        return String.join(
                " ",
                faults.stream()
                        .map(fault -> sentence(named(fault), fault.help()))
                        .toList());
    }

    private static String named(Fault fault) {
        String field = fault.field();
        return field == null || fault.message().contains(field) ? fault.message() : field + ": " + fault.message();
    }

    private static String sentence(String text, @Nullable String help) {
        return help == null || help.isBlank() || text.contains(help) ? text : text + " " + help;
    }
}
