package hearsay.simulations.junit;

import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.List;

/// The move of one slot from its master to another, as `redis-cli --cluster reshard` does it, in
/// steps that a test may stop between.
///
/// ```
/// source: … MIGRATING ───────────── keys move ─────────────── the slot is gone
/// target: ── IMPORTING ──────────────────────────── NODE ──── the slot is its own
///           └─ holdOpen() ─┘└─ moveKeys(…) ─┘└────── finish() ──────┘
/// ```
///
/// While it is held open the source answers ASK for keys that are not there (any more), TRYAGAIN
/// for several of which only some are, and the target MOVED to all who did not say ASKING.
///
/// Source: Redis Cluster specification, "Cluster live reconfiguration".
public final class Migration {

    private static final String MIGRATE_TIMEOUT_MILLIS = "5000";
    private static final int KEYS_AT_ONCE = 100;

    private final Cluster cluster;
    private final int slot;
    private final ClusterNode from;
    private final ClusterNode to;
    private boolean open;

    Migration(Cluster cluster, int slot, ClusterNode from, ClusterNode to) {
        if (from == to) throw new IllegalArgumentException("slot " + slot + " is at " + to);
        this.cluster = cluster;
        this.slot = slot;
        this.from = from;
        this.to = to;
    }

    public int slot() {
        return slot;
    }

    /// Whom the slot is taken from.
    public ClusterNode from() {
        return from;
    }

    public ClusterNode to() {
        return to;
    }

    /// Opens the slot at both ends, and leaves it so.
    public Migration holdOpen() {
        if (open) return this;
        setSlot(to, "IMPORTING", from.id());
        setSlot(from, "MIGRATING", to.id());
        open = true;
        return this;
    }

    /// Moves these keys; those that are not there are no matter.
    public Migration moveKeys(String... keys) {
        holdOpen();
        var words = new ArrayList<String>();
        words.addAll(List.of("MIGRATE", to.host(), Integer.toString(to.port()), "", "0"));
        words.addAll(List.of(MIGRATE_TIMEOUT_MILLIS, "KEYS"));
        words.addAll(List.of(keys));
        cluster.operator().must(from, words.toArray(String[]::new));
        return this;
    }

    /// Moves all keys that are there now.
    public Migration moveAllKeys() {
        holdOpen();
        for (var keys = keys(); keys.length > 0; keys = keys()) moveKeys(keys);
        return this;
    }

    private String[] keys() {
        var count = Integer.toString(KEYS_AT_ONCE);
        return cluster
                .operator()
                .must(from, "CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), count)
                .items()
                .stream()
                .map(Reply::text)
                .toArray(String[]::new);
    }

    /// Moves what is left of the keys and gives the slot to the target. Everybody knows when this
    /// returns.
    public void finish() {
        moveAllKeys();
        setSlot(to, "NODE", to.id());
        setSlot(from, "NODE", to.id());
        cluster.await(
                () -> cluster.roles().isOwnedBy(slot, to), to + " has slot " + slot + " for all");
        cluster.roles().settle();
    }

    private void setSlot(ClusterNode node, String... what) {
        var words = new ArrayList<>(List.of("CLUSTER", "SETSLOT", Integer.toString(slot)));
        words.addAll(List.of(what));
        cluster.operator().must(node, words.toArray(String[]::new));
    }
}
