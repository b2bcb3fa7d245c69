package hearsay.node.stream;

/// Bytes of heap that a stream holds, see [hearsay.node.encoding.Heap]. All its parts add what they
/// take and subtract what they give back, so that the sum is always at hand.
public final class Footprint {

    private long bytes;

    void add(long more) {
        bytes += more;
    }

    public long bytes() {
        return bytes;
    }
}
