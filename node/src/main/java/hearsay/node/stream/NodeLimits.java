package hearsay.node.stream;

/// When a node of a stream is full.
///
/// @param entries so many, deleted ones included; 0 for any number: `stream-node-max-entries`
/// @param bytes so long; 0 for any length that a listpack may have: `stream-node-max-bytes`
public record NodeLimits(long entries, long bytes) {

    /// No node is longer, whatever is set; no entry either.
    public static final int SIZE_MAX = 1 << 30;

    /// Whether another entry with so many bytes of text has to go into a new node.
    boolean isFull(StreamNode node, long more) {
        long max = bytes <= 0 || bytes > SIZE_MAX ? SIZE_MAX : bytes;
        if (node.entries().size() + more >= max) return true;
        return entries > 0 && node.live() + node.deleted() >= entries;
    }
}
