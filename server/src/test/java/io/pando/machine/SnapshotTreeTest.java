package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.machine.SnapshotTree.Merge;
import io.pando.machine.SnapshotTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotTreeTest {

    @Test
    void whatIsWantedStays() {
        assertThat(tree("c", wanted("a", null), wanted("b", "a"), wanted("c", "b"))
                        .next())
                .isEmpty();
    }

    @Test
    void whatNothingIsBuiltUponGoes() {
        assertThat(tree("a", wanted("a", null), unwanted("b", "a")).next()).contains(new Merge.Drop("b"));
    }

    @Test
    void theOneThatTheMachineComesFromTakesWhatTheMachineHas() {
        assertThat(tree("b", wanted("a", null), unwanted("b", "a")).next()).contains(new Merge.WithNow("b"));
    }

    @Test
    void oneInTheMiddleTakesWhatTheNextOneHas() {
        assertThat(tree("c", wanted("a", null), unwanted("b", "a"), wanted("c", "b"))
                        .next())
                .contains(new Merge.WithChild("b", "c"));
    }

    @Test
    void theFirstOneTakesWhatTheNextOneHasToo() {
        assertThat(tree("b", unwanted("a", null), wanted("b", "a")).next()).contains(new Merge.WithChild("a", "b"));
    }

    @Test
    void oneThatSeveralAreBuiltUponStays() {
        assertThat(tree("b", unwanted("a", null), wanted("b", "a"), wanted("c", "a"))
                        .next())
                .isEmpty();
    }

    @Test
    void oneThatASnapshotAndTheMachineAreBuiltUponStays() {
        assertThat(tree("a", unwanted("a", null), wanted("b", "a")).next()).isEmpty();
    }

    /** Its layer would have to change under several: only one of them is the machine's own, on which work is possible. */
    @Test
    void oneWhoseChildHasSeveralChildrenStays() {
        assertThat(tree("c", unwanted("a", null), wanted("b", "a"), wanted("c", "b"), wanted("d", "b"))
                        .next())
                .isEmpty();
    }

    @Test
    void oneOnABranchThatTheMachineDoesNotComeFromStaysAsLongAsItIsNeeded() {
        Node[] nodes = {wanted("a", null), wanted("now", "a"), unwanted("b", "a"), wanted("c", "b")};

        assertThat(tree("now", nodes).next()).isEmpty();
        assertThat(tree("now", wanted("a", null), wanted("now", "a"), unwanted("b", "a"))
                        .next())
                .contains(new Merge.Drop("b"));
    }

    @Test
    void peopleSeeTheNearestAncestorThatIsLeft() {
        SnapshotTree tree = tree("c", wanted("a", null), unwanted("b", "a"), wanted("c", "b"));

        assertThat(tree.shownParent("b")).isEqualTo("a");
        assertThat(tree.shownParent("c")).isEqualTo("c");
        assertThat(tree.shownParent(null)).isNull();
    }

    /** Whatever was snapshotted, reverted and deleted in whatever order: in the end nothing unwanted can be left in the way. */
    @Test
    void everythingIsMergedInTheEndWhenAllAreUnwanted() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<Node> nodes = new ArrayList<>();
            int count = 1 + random.nextInt(8);
            for (int index = 0; index < count; index++) {
                int parent = random.nextInt(index + 1) - 1;
                nodes.add(unwanted("s" + index, parent < 0 ? null : "s" + parent));
            }
            String current = "s" + random.nextInt(count);

            assertThat(left(nodes, current)).as("%s, now %s", nodes, current).isEmpty();
        }
    }

    /** Carries out everything that can be done. */
    private static List<Node> left(List<Node> beginning, @Nullable String beginningCurrent) {
        List<Node> nodes = beginning;
        String current = beginningCurrent;
        Optional<Merge> next = new SnapshotTree(nodes, current).next();
        while (next.isPresent()) {
            String gone =
                    switch (next.get()) {
                        case Merge.Drop drop -> drop.id();
                        case Merge.WithNow now -> now.id();
                        case Merge.WithChild child -> child.id();
                    };
            String parent = nodes.stream()
                    .filter(node -> node.id().equals(gone))
                    .findFirst()
                    .orElseThrow()
                    .parent();
            if (next.get() instanceof Merge.WithNow) {
                current = parent;
            }
            nodes = nodes.stream()
                    .filter(node -> !node.id().equals(gone))
                    .map(node -> gone.equals(node.parent()) ? new Node(node.id(), parent, node.unwanted()) : node)
                    .toList();
            next = new SnapshotTree(nodes, current).next();
        }
        return nodes;
    }

    private static SnapshotTree tree(String current, Node... nodes) {
        return new SnapshotTree(Stream.of(nodes).toList(), current);
    }

    private static Node wanted(String id, @Nullable String parent) {
        return new Node(id, parent, false);
    }

    private static Node unwanted(String id, @Nullable String parent) {
        return new Node(id, parent, true);
    }
}
