package hearsay.node.command;

import hearsay.node.encoding.Dictionary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.random.RandomGenerator;

/// So many different ones out of many, each choice as likely as any other.
final class Sampling {

    /// Drawing one after the other goes well while most of what is drawn is new.
    private static final long FEW = 3;

    private final RandomGenerator random;
    private int left;
    private int wanted;

    private Sampling(RandomGenerator random, int wanted, int size) {
        this.random = random;
        this.wanted = wanted;
        left = size;
    }

    /// A choice that is made while the elements pass by once, in their order.
    ///
    /// Source: Donald Knuth, "The Art of Computer Programming", volume 2, algorithm 3.4.2 S.
    static Sampling inOrder(RandomGenerator random, int wanted, int size) {
        return new Sampling(random, wanted, size);
    }

    /// Whether the element that passes by now is one of the chosen.
    boolean takesNext() {
        boolean takes = random.nextInt(left--) < wanted;
        if (takes) wanted--;
        return takes;
    }

    boolean isComplete() {
        return wanted == 0;
    }

    /// Nodes of a dictionary.
    ///
    /// @param wanted fewer than there are
    static <N extends Dictionary.Node> List<N> of(
            Dictionary<N> table, int wanted, RandomGenerator random) {
        return wanted * FEW > table.size()
                ? shuffled(table, wanted, random)
                : drawn(table, wanted, random);
    }

    private static <N extends Dictionary.Node> List<N> shuffled(
            Dictionary<N> table, int wanted, RandomGenerator random) {
        var all = new ArrayList<N>(table.size());
        table.forEach(all::add);
        for (int i = 0; i < wanted; i++) {
            Collections.swap(all, i, i + random.nextInt(all.size() - i));
        }
        return all.subList(0, wanted);
    }

    private static <N extends Dictionary.Node> List<N> drawn(
            Dictionary<N> table, int wanted, RandomGenerator random) {
        var drawn = new ArrayList<N>(wanted);
        // Asked only whether a node is in it: its order never shows.
        var known = Collections.newSetFromMap(new IdentityHashMap<N, Boolean>(wanted));
        while (drawn.size() < wanted) {
            var node = table.random(random);
            if (known.add(node)) drawn.add(node);
        }
        return drawn;
    }
}
