package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.api.Suggestion;
import io.pando.host.Labels;
import io.pando.machine.ClonePlan.Finding;
import io.pando.matching.Nearest;
import io.pando.placement.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a request wants its machine to be, as far as it can be obeyed; what cannot be is among the findings and not asked of hosts besides.
 * Pure.
 *
 * @param labels of the machine itself
 */
record WantedPlace(
        List<Finding> findings,
        List<String> hostLabels,
        List<String> labels,
        List<String> near,
        List<String> apart,
        boolean accelerated) {
    private static final CreateMachine.Where ANYWHERE = new CreateMachine.Where(null, null, null, null);

    WantedPlace {
        findings = List.copyOf(findings);
        hostLabels = List.copyOf(hostLabels);
        labels = List.copyOf(labels);
        near = List.copyOf(near);
        apart = List.copyOf(apart);
    }

    static WantedPlace of(CreateMachine wanted, List<Candidate> hosts) {
        CreateMachine.Where where = where(wanted);
        List<Finding> findings = new ArrayList<>();
        List<String> labels = checked("labels", wanted.labels(), findings);
        List<String> hostLabels =
                had(checked("where.hostLabels", where.hostLabels(), findings), where, hosts, findings);
        List<String> near = checked("where.near", where.near(), findings);
        List<String> apart = checked("where.apart", where.apart(), findings);
        checkCompany(near, apart, where, findings);
        boolean accelerated = Boolean.TRUE.equals(where.acceleration());
        if (accelerated && !hosts.isEmpty() && hosts.stream().noneMatch(Candidate::accelerated)) {
            findings.add(finding(
                    "where.acceleration",
                    "Hardware acceleration works on none of the hosts.",
                    "Do without it: the machine runs then, too, only slower.",
                    List.of(Suggestion.of("Do without hardware acceleration.", "where.acceleration", null))));
            accelerated = false;
        }
        return new WantedPlace(findings, hostLabels, labels, near, apart, accelerated);
    }

    static CreateMachine.Where where(CreateMachine wanted) {
        return wanted.where() == null ? ANYWHERE : wanted.where();
    }

    /** Those that are labels; what is not is told. */
    static List<String> checked(String field, @Nullable List<String> labels, List<Finding> findings) {
        if (labels == null) {
            return List.of();
        }
        if (labels.size() > Labels.MOST) {
            findings.add(finding(
                    field,
                    "%d labels are given, and %d at most can be.".formatted(labels.size(), Labels.MOST),
                    "Leave some out.",
                    List.of()));
            return List.of();
        }
        List<String> good = labels.stream().filter(Labels::isLabel).distinct().toList();
        for (int index = 0; index < labels.size(); index++) {
            String label = labels.get(index);
            if (!Labels.isLabel(label)) {
                List<Suggestion> suggestions = new ArrayList<>();
                String corrected = Labels.corrected(label);
                if (Labels.isLabel(corrected)) {
                    suggestions.add(Suggestion.of(
                            "Write it %s.".formatted(corrected), field, replaced(labels, label, corrected)));
                }
                suggestions.add(Suggestion.of("Do without it.", field, good.isEmpty() ? null : good));
                findings.add(finding(
                        "%s[%d]".formatted(field, index),
                        "%s is no label. %s".formatted(ImageChoice.quoted(label), Labels.FORM),
                        "For example web or zone=a.",
                        suggestions));
            }
        }
        return good;
    }

    /** Those that some host has. */
    private static List<String> had(
            List<String> labels, CreateMachine.Where where, List<Candidate> hosts, List<Finding> findings) {
        Set<String> known =
                hosts.stream().flatMap(host -> host.labels().stream()).collect(Collectors.toCollection(TreeSet::new));
        List<String> asked = where.hostLabels() == null ? List.of() : where.hostLabels();
        for (String label : labels) {
            if (!hosts.isEmpty() && !known.contains(label)) {
                List<Suggestion> suggestions = new ArrayList<>();
                Nearest.to(label, known)
                        .ifPresent(nearest -> suggestions.add(Suggestion.of(
                                "Ask for %s.".formatted(nearest),
                                "where.hostLabels",
                                replaced(asked, label, nearest))));
                suggestions.add(without("Do without it.", "where.hostLabels", asked, label));
                findings.add(finding(
                        "where.hostLabels[%d]".formatted(asked.indexOf(label)),
                        "No host has the label %s.".formatted(label),
                        known.isEmpty()
                                ? "Do without it, or have an administrator give it to a host."
                                : "Hosts have %s.".formatted(String.join(", ", known)),
                        suggestions));
            }
        }
        return labels.stream().filter(known::contains).toList();
    }

    private static void checkCompany(
            List<String> near, List<String> apart, CreateMachine.Where where, List<Finding> findings) {
        List<String> askedNear = where.near() == null ? List.of() : where.near();
        List<String> askedApart = where.apart() == null ? List.of() : where.apart();
        for (String label : apart) {
            if (near.contains(label)) {
                findings.add(finding(
                        "where.apart[%d]".formatted(askedApart.indexOf(label)),
                        "It cannot be near to machines with the label %s and apart from them at once.".formatted(label),
                        "Choose one of the two.",
                        List.of(
                                without("Only be apart from them.", "where.near", askedNear, label),
                                without("Only be near to them.", "where.apart", askedApart, label))));
            }
        }
    }

    private static List<String> replaced(List<String> labels, String label, String other) {
        return labels.stream()
                .map(each -> each.equals(label) ? other : each)
                .distinct()
                .toList();
    }

    private static Suggestion without(String text, String field, List<String> labels, String label) {
        List<String> rest = labels.stream().filter(each -> !each.equals(label)).toList();
        return Suggestion.of(text, field, rest.isEmpty() ? null : rest);
    }

    private static Finding finding(String field, String message, String help, List<Suggestion> suggestions) {
        return new Finding(ProblemType.INVALID_REQUEST, new Fault(field, message, help, suggestions));
    }
}
