package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Once all is quiet, every slot belongs, in every view, to whoever claimed it under the greatest
/// config epoch: the last failover wins.
///
/// Source: Redis Cluster specification, "Hash slots configuration propagation".
final class GreatestEpoch extends Check {

    static final Law LAW =
            new Law(
                    "greatest-epoch-wins",
                    "Once quiet, every slot belongs to who claimed it under the greatest config"
                            + " epoch.",
                    Severity.VIOLATION);

    private record Latest(long epoch, SlotSet slots) {}

    private final Scene scene;
    private final Map<NodeId, Latest> latest = new HashMap<>(); // never walked
    private final long[] epoch = new long[Slot.COUNT];
    private final @Nullable NodeId[] owner = new @Nullable NodeId[Slot.COUNT];

    GreatestEpoch(Scene scene) {
        super(LAW);
        this.scene = scene;
        Arrays.fill(epoch, -1);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.BUS);
    }

    @Override
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        if (arrivedNanos == Long.MAX_VALUE) return;
        var header = message.header();
        var slots = header.slots();
        if ((header.flags() & NodeFlags.MASTER) == 0 || slots.isEmpty()) return;
        var known = latest.get(header.sender());
        if (known != null && known.epoch == header.configEpoch() && known.slots.equals(slots)) {
            return;
        }
        latest.put(header.sender(), new Latest(header.configEpoch(), slots));
        for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
            if (header.configEpoch() <= epoch[slot]) continue;
            epoch[slot] = header.configEpoch();
            owner[slot] = header.sender();
        }
    }

    @Override
    void end(History history, Incidents incidents) {
        for (var node : scene.nodes()) if (node.runs()) examine(node);
    }

    private void examine(Sight node) {
        for (var owned : node.owners().entrySet()) {
            var slots = owned.getValue();
            for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
                var wanted = owner[slot];
                if (wanted == null || wanted.equals(owned.getKey())) continue;
                broken(
                        scene.nanos(),
                        node.name(),
                        "slot %d belongs to %s in the view of %s, but %s claims it under the greatest config epoch, %d"
                                .formatted(slot, owned.getKey(), node.name(), wanted, epoch[slot]));
                return;
            }
        }
    }
}
