package hearsay.simulations.check;

import hearsay.node.replication.MasterLink;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.Watch;
import hearsay.simulations.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When all has been well for a while, every Sentinel sends clients to the same node, that is a
/// master, and all other nodes follow it.
///
/// Source: "High availability with Redis Sentinel", "Configuration propagation".
final class OneMaster extends Check {

    static final Law LAW =
            new Law(
                    "one-master-in-the-end",
                    "After the last fault all Sentinels and all replicas agree on one master.",
                    Severity.VIOLATION);

    private static final long NEVER = -1;

    private final Scene scene;
    private long healedNanos = NEVER;
    private long agreedNanos = NEVER;

    OneMaster(Scene scene) {
        super(LAW);
        this.scene = scene;
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.TIME);
    }

    @Override
    void healed(long nanos) {
        healedNanos = nanos;
        look(nanos);
    }

    @Override
    void look(long nanos) {
        if (healedNanos == NEVER) return;
        if (!scene.dispute().get().isEmpty()) agreedNanos = NEVER;
        else if (agreedNanos == NEVER) agreedNanos = nanos;
    }

    @Override
    long settledSince() {
        return agreedNanos == NEVER ? Long.MAX_VALUE : agreedNanos;
    }

    @Override
    void end(History history, Incidents incidents) {
        String dispute = scene.dispute().get();
        if (!dispute.isEmpty()) {
            broken(scene.nanos(), "sentinels", dispute);
        } else if (healedNanos != NEVER && agreedNanos != NEVER) {
            figure(new Figure("agreed after healing", (agreedNanos - healedNanos) / 1e6, "ms"));
        }
    }

    /// In what the Sentinels and nodes of a world do not agree, "" if they do or if there are none.
    static String dispute(World world) {
        Host master = null;
        for (var sentinel : world.sentinels()) {
            var theirs = masterOf(world, sentinel);
            if (theirs == null) return sentinel + " names no master";
            if (master != null && master != theirs) {
                return sentinel + " names " + theirs + " as the master, others " + master;
            }
            master = theirs;
        }
        return master == null ? "" : disobedience(world, master);
    }

    private static @Nullable Host masterOf(World world, Host sentinel) {
        var core = sentinel.sentinel();
        var address = core == null ? null : core.masterAddress(Watch.MASTER);
        return address == null ? null : world.host(address.port());
    }

    private static boolean isInSync(@Nullable MasterLink link) {
        return link != null && link.isUp();
    }

    private static String disobedience(World world, Host master) {
        for (var node : world.hosts()) {
            var server = node.server();
            if (server == null) return node + " is down";
            var replication = server.replication();
            var follows = replication.masterAddress();
            if (node == master) {
                if (!replication.isMaster()) return master + " is named as the master and is none";
            } else if (follows.isEmpty() || follows.get().port() != master.port()) {
                return node + " does not follow " + master;
            } else if (!isInSync(replication.master())) {
                return node + " is not in sync with " + master;
            }
        }
        return "";
    }
}
