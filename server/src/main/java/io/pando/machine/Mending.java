package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.Suggestion;
import io.pando.machine.ClonePlan.Finding;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What would make a request fit. Nothing is suggested that was not tried: what does not make its own fault go away is left out. Pure, as far
 * as the planning is that it is given.
 *
 * @param findings what is wrong, each with the suggestions that hold
 * @param whole changes after which nothing is wrong any more; null when none are known
 */
record Mending(List<Finding> findings, @Nullable Suggestion whole) {
    private static final int MOST_ROUNDS = 12;
    private static final JsonMapper JSON = JsonMapper.shared();

    Mending {
        findings = List.copyOf(findings);
    }

    /** @param planning from a request to its plan */
    static Mending of(CreateMachine request, ClonePlan plan, Function<CreateMachine, ClonePlan> planning) {
        if (plan.feasible()) {
            return new Mending(List.of(), null);
        }
        List<Finding> findings = tried(request, plan, planning);
        return new Mending(findings, whole(request, findings, planning));
    }

    private static List<Finding> tried(
            CreateMachine request, ClonePlan plan, Function<CreateMachine, ClonePlan> planning) {
        return plan.findings().stream()
                .map(finding -> new Finding(
                        finding.type(),
                        finding.fault()
                                .suggesting(candidates(finding, plan)
                                        .filter(suggestion -> changed(request, suggestion.changes())
                                                .map(planning)
                                                .filter(after -> mends(finding, after))
                                                .isPresent())
                                        .toList())))
                .toList();
    }

    /** What several faults have against one field, one of their suggestions may satisfy: the lower of two limits. */
    private static Stream<Suggestion> candidates(Finding finding, ClonePlan plan) {
        String field = finding.fault().field();
        return Stream.concat(
                        Stream.of(finding),
                        plan.findings().stream()
                                .filter(other -> field != null
                                        && field.equals(other.fault().field())))
                .flatMap(each -> Optional.ofNullable(each.fault().suggestions()).stream())
                .flatMap(List::stream)
                .distinct();
    }

    /** What was amiss is right; what could not be seen before may come to light. */
    private static boolean mends(Finding finding, ClonePlan after) {
        String field = finding.fault().field();
        String message = finding.fault().message();
        return after.faults().stream()
                .noneMatch(fault -> field == null ? fault.message().equals(message) : field.equals(fault.field()));
    }

    private static @Nullable Suggestion whole(
            CreateMachine request, List<Finding> first, Function<CreateMachine, ClonePlan> planning) {
        Map<String, Suggestion.Change> changes = new LinkedHashMap<>();
        CreateMachine present = request;
        List<Finding> findings = first;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Suggestion next = findings.stream()
                    .flatMap(finding -> Optional.ofNullable(finding.fault().suggestions()).stream())
                    .map(List::getFirst)
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                return null;
            }
            next.changes().forEach(change -> changes.put(change.field(), change));
            CreateMachine better = changed(present, next.changes()).orElseThrow();
            ClonePlan plan = planning.apply(better);
            if (plan.feasible()) {
                return new Suggestion(words(changes.values()), List.copyOf(changes.values()));
            }
            present = better;
            findings = tried(better, plan, planning);
        }
        return null;
    }

    /** What would be changed, in a few words. */
    static String words(Collection<Suggestion.Change> changes) {
        return changes.stream()
                .map(change -> change.value() == null
                        ? "no %s".formatted(name(change.field()))
                        : "%s %s".formatted(name(change.field()), shown(change.value())))
                .collect(Collectors.joining(", "));
    }

    /** The field as people call it. */
    private static String name(String field) {
        return switch (field) {
            case "memoryMiB" -> "memory in MiB";
            case "diskMiB" -> "disk in MiB";
            case "wish.os" -> "system";
            case "where.hostLabels" -> "labels of the host";
            case "where.near" -> "labels to be near to";
            case "where.apart" -> "labels to be apart from";
            case "guest.user.name" -> "account";
            case "guest.user.sshKeys" -> "SSH keys";
            default -> field.substring(field.lastIndexOf('.') + 1);
        };
    }

    private static String shown(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : value.toString();
    }

    /** The request after the changes; empty when it would not be one any more. */
    static Optional<CreateMachine> changed(CreateMachine request, List<Suggestion.Change> changes) {
        ObjectNode tree = JSON.valueToTree(request);
        for (Suggestion.Change change : changes) {
            String[] path = change.field().split("\\.", -1);
            ObjectNode parent = tree;
            for (int depth = 0; depth < path.length - 1; depth++) {
                JsonNode child = parent.get(path[depth]);
                parent = child instanceof ObjectNode object ? object : parent.putObject(path[depth]);
            }
            parent.set(path[path.length - 1], JSON.valueToTree(change.value()));
        }
        try {
            return Optional.of(JSON.treeToValue(tree, CreateMachine.class));
        } catch (JacksonException notARequest) {
            return Optional.empty();
        }
    }
}
