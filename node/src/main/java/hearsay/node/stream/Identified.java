package hearsay.node.stream;

/// Something that stands at an id: what [ById] keeps in order.
public abstract class Identified {

    final long ms;
    final long seq;

    Identified(long ms, long seq) {
        this.ms = ms;
        this.seq = seq;
    }

    public final long ms() {
        return ms;
    }

    public final long seq() {
        return seq;
    }

    public final StreamId id() {
        return new StreamId(ms, seq);
    }
}
