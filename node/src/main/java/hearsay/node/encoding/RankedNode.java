package hearsay.node.encoding;

/// A member of a large sorted set: found by its bytes in a [Dictionary], and by its score and bytes
/// in a [Ranking].
public final class RankedNode extends Dictionary.Node {

    double score;

    public RankedNode(byte[] key, int hash, double score) {
        super(key, hash);
        this.score = score;
    }

    /// Never NaN. Changed by [Ranking#move].
    public double score() {
        return score;
    }

    /// Bytes of heap, the key included.
    public long memory() {
        return memory(key().length);
    }

    /// Bytes of heap for a member of that length.
    public static long memory(int length) {
        return Heap.object(12 + 8) + Heap.bytes(length);
    }
}
