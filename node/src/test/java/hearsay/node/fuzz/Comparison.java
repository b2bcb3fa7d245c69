package hearsay.node.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Whether two replies to the same command mean the same, where they need not be the same bytes.
public interface Comparison {

    /// @param ours and theirs, which are not equal
    boolean agree(String[] words, String ours, String theirs);

    /// Whether the two servers may have done different things although they agree: then
    /// [#resynchronise] is called before the next command.
    default boolean diverges() {
        return false;
    }

    /// Makes the data of both the same again.
    default void resynchronise(String[] words, Twins twins) {}

    /// The same bytes.
    Comparison EXACT = (words, ours, theirs) -> false;

    /// The same elements, in whatever order: members of a hash table.
    Comparison UNORDERED =
            (words, ours, theirs) ->
                    sameHeader(ours, theirs)
                            && sorted(RawReply.items(ours)).equals(sorted(RawReply.items(theirs)));

    /// The same pairs, in whatever order: fields and values of a hash table.
    Comparison UNORDERED_PAIRS =
            (words, ours, theirs) ->
                    sameHeader(ours, theirs)
                            && sorted(pairs(RawReply.items(ours)))
                                    .equals(sorted(pairs(RawReply.items(theirs))));

    /// The same kind of reply, and as many elements: what was chosen by chance.
    Comparison SHAPE = (words, ours, theirs) -> shape(ours).equals(shape(theirs));

    /// Both are errors, or neither is.
    Comparison SUCCESS =
            (words, ours, theirs) -> RawReply.isError(ours) == RawReply.isError(theirs);

    /// A walk through all keys, see [#walk].
    Comparison WALK = meeting(walk(1, UNORDERED));

    /// A command that meets some keys and others not, as chance has it.
    static Comparison meeting(Comparison comparison) {
        return new Comparison() {
            @Override
            public boolean agree(String[] words, String ours, String theirs) {
                return comparison.agree(words, ours, theirs);
            }

            @Override
            public boolean diverges() {
                return true;
            }

            @Override
            public void resynchronise(String[] words, Twins twins) {
                twins.meetAllKeys();
            }
        };
    }

    /// A cursor, which is a word of the request, and a part of a walk: what comes first, and how
    /// much at a time, is the hash table's affair, but a whole walk that ends at once must show the
    /// same.
    static Comparison walk(int cursor, Comparison elements) {
        return (words, ours, theirs) -> {
            var our = RawReply.items(ours);
            var their = RawReply.items(theirs);
            if (our.size() != 2 || their.size() != 2) return false;
            boolean whole = ended(our) && ended(their) && words[cursor].equals("0");
            return !whole || elements.agree(words, our.get(1), their.get(1));
        };
    }

    /// Numbers that differ by so much at most: what depends on the clock.
    static Comparison near(long tolerance) {
        return (words, ours, theirs) ->
                ours.matches(":\\d+\r\n")
                        && theirs.matches(":\\d+\r\n")
                        && Math.abs(integer(ours) - integer(theirs)) <= tolerance;
    }

    /// A command that chooses by chance what it changes: our node is given the real one's value of
    /// these keys afterwards.
    ///
    /// @param positions of the keys among the words
    static Comparison divergent(Comparison comparison, int... positions) {
        return new Comparison() {
            @Override
            public boolean agree(String[] words, String ours, String theirs) {
                return comparison.agree(words, ours, theirs);
            }

            @Override
            public boolean diverges() {
                return true;
            }

            @Override
            public void resynchronise(String[] words, Twins twins) {
                for (int position : positions) {
                    if (position < words.length) twins.copyKey(words[position]);
                }
            }
        };
    }

    private static boolean ended(List<String> walk) {
        return walk.getFirst().equals("$1\r\n0\r\n");
    }

    private static boolean sameHeader(String ours, String theirs) {
        if (!RawReply.isAggregate(ours) || !RawReply.isAggregate(theirs)) return false;
        return ours.substring(0, ours.indexOf('\n'))
                .equals(theirs.substring(0, theirs.indexOf('\n')));
    }

    private static String shape(String reply) {
        if (reply.isEmpty() || RawReply.isError(reply)) return reply;
        if (RawReply.isAggregate(reply)) return reply.substring(0, reply.indexOf('\n'));
        return reply.startsWith("$-1") ? reply : reply.substring(0, 1);
    }

    private static List<String> sorted(List<String> items) {
        var sorted = new ArrayList<>(items);
        Collections.sort(sorted);
        return sorted;
    }

    private static List<String> pairs(List<String> items) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i + 1 < items.size(); i += 2) pairs.add(items.get(i) + items.get(i + 1));
        return pairs;
    }

    private static long integer(String reply) {
        return Long.parseLong(reply.substring(1, reply.length() - 2));
    }
}
