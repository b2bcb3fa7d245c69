package hearsay.node.stream;

/// How many nodes Redis' radix tree would have for these ids, which XINFO tells.
///
/// The tree branches by bytes, and a stretch without a branch is one node. So it has a node for
/// each prefix after which ids part; one for each stretch of a byte or more that leads from there,
/// behind the byte by which they part, to the next such prefix or to the end; and one for each end.
public final class RadixNodes {

    private static final int KEY = 16;
    private static final int NONE = -1;

    /// The lengths of the prefixes after which others have parted from the last id.
    private final int[] partings = new int[KEY + 1];

    private int depth;
    private int parting = NONE;
    private boolean any;
    private long count;
    private long ms;
    private long seq;

    private RadixNodes() {
        partings[0] = NONE;
    }

    public static long of(ById<? extends Identified> ids) {
        if (ids.isEmpty()) return 1;
        var nodes = new RadixNodes();
        ids.forEach(nodes::add);
        nodes.end(NONE);
        return nodes.count;
    }

    private void add(Identified id) {
        if (any) end(common(id));
        any = true;
        ms = id.ms;
        seq = id.seq;
    }

    /// The next id has so many bytes in common with the last one: what is deeper is complete.
    private void end(int common) {
        count++;
        stretch(Math.max(parting, common), KEY);
        parting = common;
        while (partings[depth] > common) {
            int done = partings[depth--];
            stretch(Math.max(partings[depth], common), done);
        }
        if (partings[depth] < common) {
            partings[++depth] = common;
            count++;
        }
    }

    private void stretch(int from, int to) {
        if (to > from + 1) count++;
    }

    private int common(Identified id) {
        long difference = ms ^ id.ms;
        if (difference != 0) return Long.numberOfLeadingZeros(difference) / 8;
        return 8 + Long.numberOfLeadingZeros(seq ^ id.seq) / 8;
    }
}
