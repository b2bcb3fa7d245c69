package hearsay.simulations.network;

/// The way from one machine to another, one direction of it.
final class Path {

    private static final long LATENCY_NANOS = 100_000;
    private static final long LOOPBACK_NANOS = 10_000;

    private final Network network;
    private final Place from;
    private final Place to;

    Path(Network network, Place from, Place to) {
        this.network = network;
        this.from = from;
        this.to = to;
    }

    Place from() {
        return from;
    }

    Place to() {
        return to;
    }

    /// Whether what is sent now gets to the machine at its end.
    boolean passes() {
        return !to.isDark();
    }

    /// When what is sent now arrives.
    ///
    /// @param size bytes on the wire
    long arrival(int size) {
        return network.agenda().nanos() + latency();
    }

    long latency() {
        return from == to ? LOOPBACK_NANOS : LATENCY_NANOS;
    }
}
