package hearsay.node.server;

/// What there is about a node at the moment that keeps it from serving everything.
///
/// One number, so that an ordinary command on an ordinary node asks one question. Whoever brings a
/// condition about sets it, and takes it away when it is over.
public final class Conditions {

    /// One thing that stands against some commands.
    public enum Condition {
        /// Keys may belong to another node.
        CLUSTER,
        /// This node replicates another one.
        REPLICA,
        /// `replica-read-only` on a replica: clients may not write.
        READ_ONLY,
        /// A replica whose link to its master is down, with `replica-serve-stale-data no`.
        STALE,
        /// A master with fewer good replicas than `min-replicas-to-write`.
        TOO_FEW_REPLICAS,
        /// Memory is limited, or the heap is full: before each command it has to be seen to.
        MEMORY_LIMITED,
        /// The dataset is being loaded.
        LOADING,
        /// Data is being taken over from a master, and the old is served meanwhile.
        REPLACING_DATA,
        /// Commands that replicas would repeat wait, see [Pause].
        WRITES_PAUSED,
        /// All commands wait.
        ALL_PAUSED,
        /// Some keys are on their way to another node: commands for them wait.
        KEYS_IN_FLIGHT;

        private final int bit = 1 << ordinal();
    }

    private int bits;

    /// Whether nothing at all is to be asked for.
    public boolean isOrdinary() {
        return bits == 0;
    }

    /// Whether keys may belong to other nodes, and nothing else is to be asked for.
    public boolean areOnlyCluster() {
        return bits == Condition.CLUSTER.bit;
    }

    public boolean hold(Condition condition) {
        return (bits & condition.bit) != 0;
    }

    public void set(Condition condition, boolean holds) {
        bits = holds ? bits | condition.bit : bits & ~condition.bit;
    }
}
