package io.pando.machine;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a machine's snapshots descend from each other, and what may become of those that nobody wants any more. Pure.
 *
 * <p>Each snapshot is a layer upon its parent's; the machine as it is now is a layer upon the current one's. A layer that nothing is
 * built upon can go; one that a single layer is built upon can take that one's content, where the machine's own disks lead through it,
 * since only those can be worked on; any other one has to stay.
 *
 * @param current the snapshot that the machine as it is now comes from; null for none
 */
record SnapshotTree(List<Node> nodes, @Nullable String current) {
    SnapshotTree {
        nodes = List.copyOf(nodes);
    }

    /**
     * A snapshot.
     *
     * @param unwanted whether only what is built upon it keeps it
     */
    record Node(String id, @Nullable String parent, boolean unwanted) {}

    /** What is to be done with one that is not wanted. */
    sealed interface Merge {
        /** Nothing is built upon it. */
        record Drop(String id) implements Merge {}

        /** Only the machine as it is now is built upon it: it takes that one's content, and the machine writes to it. */
        record WithNow(String id) implements Merge {}

        /** Only one other snapshot is built upon it: it takes that one's content and its place. */
        record WithChild(String id, String child) implements Merge {}
    }

    /** The next thing to do; empty when all that are left are wanted or have to stay. */
    Optional<Merge> next() {
        Set<String> leadingToNow = ancestors(current);
        return nodes.stream()
                .filter(Node::unwanted)
                .flatMap(node -> merge(node, leadingToNow).stream())
                .findFirst();
    }

    private Optional<Merge> merge(Node node, Set<String> leadingToNow) {
        List<Node> children = children(node.id());
        boolean now = node.id().equals(current);
        if (children.isEmpty()) {
            return Optional.of(now ? new Merge.WithNow(node.id()) : new Merge.Drop(node.id()));
        }
        String child = children.getFirst().id();
        return children.size() == 1 && !now && leadingToNow.contains(child) && builtUpon(child) == 1
                ? Optional.of(new Merge.WithChild(node.id(), child))
                : Optional.empty();
    }

    private int builtUpon(String id) {
        return children(id).size() + (id.equals(current) ? 1 : 0);
    }

    private List<Node> children(String id) {
        return nodes.stream().filter(node -> id.equals(node.parent())).toList();
    }

    /** A snapshot and all that it comes from. */
    private Set<String> ancestors(@Nullable String id) {
        Set<String> ancestors = new HashSet<>();
        String next = id;
        while (next != null && ancestors.add(next)) {
            next = parent(next);
        }
        return ancestors;
    }

    private @Nullable String parent(String id) {
        return nodes.stream()
                .filter(node -> node.id().equals(id))
                .map(Node::parent)
                .filter(parent -> parent != null)
                .findFirst()
                .orElse(null);
    }

    /** The nearest ancestor that people know of; null for none. */
    @Nullable
    String shownParent(@Nullable String id) {
        String next = id;
        Set<String> seen = new HashSet<>();
        while (next != null && seen.add(next) && unwanted(next)) {
            next = parent(next);
        }
        return next;
    }

    private boolean unwanted(String id) {
        return nodes.stream().anyMatch(node -> node.id().equals(id) && node.unwanted());
    }
}
