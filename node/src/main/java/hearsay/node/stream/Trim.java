package hearsay.node.stream;

/// How much of a stream's beginning is to go, by length or by id.
///
/// An approximate one takes whole nodes only, which costs next to nothing; an exact one also marks
/// entries in the node where it ends.
public sealed interface Trim {

    boolean approximate();

    /// At most so many entries; 0 for any number.
    long limit();

    /// Whether nothing more has to go from a stream of that length.
    boolean isEnough(long length);

    /// Whether the whole node, the first of a stream of that length, has to go.
    boolean takes(StreamNode node, long length);

    /// Whether the entry that the walk has come to stays, and all that follow.
    boolean stopsAt(Walk walk, long length);

    /// MAXLEN: what is left is no longer than `max`.
    record ToLength(long max, boolean approximate, long limit) implements Trim {

        @Override
        public boolean isEnough(long length) {
            return length <= max;
        }

        @Override
        public boolean takes(StreamNode node, long length) {
            return length - node.live() >= max;
        }

        @Override
        public boolean stopsAt(Walk walk, long length) {
            return length <= max;
        }
    }

    /// MINID: what is left begins at `min` or later.
    record ToId(StreamId min, boolean approximate, long limit) implements Trim {

        @Override
        public boolean isEnough(long length) {
            return false;
        }

        @Override
        public boolean takes(StreamNode node, long length) {
            return min.isAfter(node.lastId());
        }

        @Override
        public boolean stopsAt(Walk walk, long length) {
            return StreamId.compare(walk.ms(), walk.seq(), min.ms(), min.seq()) >= 0;
        }
    }
}
