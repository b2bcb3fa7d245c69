package hearsay.simulations.check;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Within a stated time after the last fault healed all nodes that live agree: the cluster is ok,
/// every slot has the same living owner in every view, and every replica follows its master.
///
/// Source: Redis Cluster specification, "Availability", "Hash slots configuration propagation".
final class Convergence extends Check {

    static final Law LAW =
            new Law(
                    "views-converge",
                    "Once the last fault has healed, all views agree within the stated time, every"
                            + " slot is served and every replica follows its master.",
                    Severity.VIOLATION);

    private final Scene scene;
    private long healedNanos;
    private long convergedNanos = Long.MAX_VALUE;

    Convergence(Scene scene) {
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
        convergedNanos = Long.MAX_VALUE;
    }

    @Override
    void look(long nanos) {
        if (healedNanos == 0 || convergedNanos != Long.MAX_VALUE) return;
        if (disagreement() == null) convergedNanos = nanos;
    }

    @Override
    void end(History history, Incidents incidents) {
        var why = disagreement();
        long now = scene.nanos();
        if (healedNanos != 0 && convergedNanos != Long.MAX_VALUE) {
            double millis = (convergedNanos - healedNanos) / 1e6;
            figure(new Figure("views agree after the last fault healed", millis, "ms"));
        }
        if (why != null) {
            broken(
                    now,
                    why.who,
                    "%.1f s after the last fault healed, %s"
                            .formatted((now - healedNanos) / 1e9, why.text));
        } else if (convergedNanos != Long.MAX_VALUE
                && convergedNanos - healedNanos > scene.settlesNanos()) {
            broken(
                    convergedNanos,
                    "world",
                    "the views agreed only %.1f s after the last fault healed"
                            .formatted((convergedNanos - healedNanos) / 1e9));
        }
    }

    private record Disagreement(String who, String text) {}

    /// The first thing that is not as it should be, null if all agree. What costs least is looked
    /// at first.
    private @Nullable Disagreement disagreement() {
        Map<NodeId, Sight> living = new HashMap<>(); // never walked
        for (var node : scene.nodes()) {
            if (!node.runs()) continue;
            living.put(node.id(), node);
            if (!node.isOk()) return of(node, "says cluster_state:fail");
        }
        for (var node : scene.nodes()) {
            if (!node.runs() || node.isMaster()) continue;
            var master = node.master();
            if (master == null) return of(node, "does not know its master");
            var sight = living.get(master);
            if (sight == null) return of(node, "follows " + master + ", which is down");
            if (!sight.isMaster()) return of(node, "follows a replica, " + sight.name());
            if (!node.isLinkUp()) return of(node, "has no link to its master " + sight.name());
        }
        return aboutSlots(living);
    }

    private @Nullable Disagreement aboutSlots(Map<NodeId, Sight> living) {
        SortedMap<NodeId, SlotSet> agreed = null;
        for (var node : scene.nodes()) {
            if (!node.runs()) continue;
            var owners = node.owners();
            if (agreed == null) {
                var wrong = wrong(node, owners, living);
                if (wrong != null) return wrong;
                agreed = owners;
            } else if (!owners.equals(agreed)) {
                return of(node, "sees other owners of slots than the nodes before it");
            }
        }
        return null;
    }

    private static @Nullable Disagreement wrong(
            Sight node, SortedMap<NodeId, SlotSet> owners, Map<NodeId, Sight> living) {
        int covered = 0;
        for (var owner : owners.entrySet()) {
            covered += owner.getValue().size();
            var sight = living.get(owner.getKey());
            if (sight == null) return of(node, "has slots go to a node that is down");
            if (!sight.isMaster()) return of(node, "has slots go to a replica, " + sight.name());
        }
        return covered == Slot.COUNT ? null : of(node, "knows owners of " + covered + " slots");
    }

    private static Disagreement of(Sight node, String what) {
        return new Disagreement(node.name(), node.name() + " " + what);
    }
}
