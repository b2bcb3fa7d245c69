package hearsay.simulations.check;

import hearsay.gossip.model.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Once all is quiet, every replica has exactly its master's data, and has read as much of its
/// stream. Whoever has no link to its master is for [Convergence] to tell.
///
/// Source: Redis documentation, "Redis replication".
final class EqualReplicas extends Check {

    static final Law LAW =
            new Law(
                    "replicas-equal-master",
                    "Once quiet, every replica's data and offset are its master's.",
                    Severity.VIOLATION);

    /// A master's PING to its replicas, every ten seconds, may be on its way.
    private static final long PING_BYTES = 64;

    private final Scene scene;

    EqualReplicas(Scene scene) {
        super(LAW);
        this.scene = scene;
    }

    @Override
    List<Sense> senses() {
        return List.of();
    }

    @Override
    void end(History history, Incidents incidents) {
        Map<NodeId, Sight> masters = new HashMap<>(); // never walked
        Map<NodeId, String> digests = new HashMap<>(); // never walked
        for (var node : scene.nodes()) {
            if (node.runs() && node.isMaster()) masters.put(node.id(), node);
        }
        for (var node : scene.nodes()) {
            if (!node.runs() || node.isMaster() || !node.isLinkUp()) continue;
            var id = node.master();
            var master = id == null ? null : masters.get(id);
            if (id == null || master == null) continue;
            compare(node, master, digests.computeIfAbsent(id, unseen -> master.digest()));
        }
    }

    private void compare(Sight node, Sight master, String digest) {
        long missing = master.offset() - node.offset();
        if (missing < 0 || missing > PING_BYTES) {
            broken(
                    scene.nanos(),
                    node.name(),
                    "%s has read up to offset %d, but its master %s is at %d"
                            .formatted(node.name(), node.offset(), master.name(), master.offset()));
        } else if (!node.digest().equals(digest)) {
            broken(
                    scene.nanos(),
                    node.name(),
                    "%s holds other data than its master %s, at offset %d"
                            .formatted(node.name(), master.name(), node.offset()));
        }
    }
}
