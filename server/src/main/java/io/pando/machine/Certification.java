package io.pando.machine;

import io.pando.api.Certificate;
import io.pando.api.Certificate.Comparison;
import io.pando.api.Certificate.Result;
import io.pando.api.Identity;
import io.pando.guest.IdentityField;
import io.pando.host.HostIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares identities, field by field. Pure: knows only what was read. */
final class Certification {
    private Certification() {}

    /** Somebody whose identifiers must differ. */
    record Relative(String name, Identity identity) {}

    /**
     * Compares a machine with its relatives.
     *
     * @param master the image that it was made from
     * @param siblings the other machines made from that image
     */
    static Certificate compare(
            String machineId, String machine, Identity own, Relative master, List<Relative> siblings, Instant readAt) {
        List<Comparison> comparisons = new ArrayList<>();
        titles().forEach((field, title) -> comparisons.add(compare(field, title, own, master, siblings)));
        List<String> shared = comparisons.stream()
                .filter(comparison -> comparison.result() == Result.SHARED)
                .map(Comparison::title)
                .toList();
        long distinct = comparisons.stream()
                .filter(comparison -> comparison.result() == Result.DISTINCT)
                .count();
        String relatives = siblings.isEmpty()
                ? "its master"
                : "its master and %d other %s".formatted(siblings.size(), siblings.size() == 1 ? "clone" : "clones");
        String summary = shared.isEmpty()
                ? "All %d identifiers that it has differ from those of %s.".formatted(distinct, relatives)
                : "Shared with %s: %s.".formatted(relatives, String.join(", ", shared));
        return new Certificate(
                machineId,
                machine,
                shared.isEmpty() ? Certificate.Verdict.DISTINCT : Certificate.Verdict.SHARED,
                summary,
                master.name(),
                siblings.size(),
                comparisons,
                readAt);
    }

    private static Comparison compare(
            String field, Title title, Identity own, Relative master, List<Relative> siblings) {
        List<String> values = values(own, field);
        List<String> masters = values(master.identity(), field);
        List<String> sharedWith = new ArrayList<>();
        if (shares(values, masters)) {
            sharedWith.add(master.name());
        }
        for (Relative sibling : siblings) {
            if (shares(values, values(sibling.identity(), field))) {
                sharedWith.add(sibling.name());
            }
        }
        Result result;
        if (values.isEmpty()) {
            result = Result.ABSENT;
        } else {
            result = sharedWith.isEmpty() ? Result.DISTINCT : Result.SHARED;
        }
        return new Comparison(field, title.text(), title.source(), values, masters, sharedWith, result);
    }

    private static boolean shares(List<String> some, List<String> others) {
        return some.stream().anyMatch(others::contains);
    }

    private static List<String> values(Identity identity, String field) {
        return identity.fields().getOrDefault(field, List.of());
    }

    private record Title(String text, String source) {}

    private static Map<String, Title> titles() {
        Map<String, Title> titles = new LinkedHashMap<>();
        for (HostIdentity field : HostIdentity.values()) {
            titles.put(field.id(), new Title(field.title(), "host"));
        }
        for (IdentityField field : IdentityField.values()) {
            titles.put(field.id(), new Title(field.title(), "guest"));
        }
        return titles;
    }
}
