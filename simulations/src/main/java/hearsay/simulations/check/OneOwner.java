package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// No two nodes ever say of one slot that it is theirs under the same config epoch: this is what
/// lets everybody agree in the end on who has it.
///
/// An operator's TAKEOVER takes an epoch without asking anybody; where that was done, two owners
/// are counted, but no violation.
///
/// Source: Redis Cluster specification, "Hash slots configuration propagation".
final class OneOwner extends Check {

    static final Law LAW =
            new Law(
                    "one-owner-per-slot",
                    "No two nodes claim a slot under the same config epoch.",
                    Severity.VIOLATION);

    private record Claim(NodeId owner, SlotSet slots) {}

    private record Latest(long epoch, SlotSet slots) {}

    private record Clash(long nanos, NodeId owner, String text) {}

    private final Map<NodeId, Latest> latest = new HashMap<>(); // never walked
    private final Map<Long, List<Claim>> byEpoch = new HashMap<>(); // never walked
    private final List<Clash> clashes = new ArrayList<>();

    OneOwner() {
        super(LAW);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.BUS);
    }

    @Override
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        var header = message.header();
        if ((header.flags() & NodeFlags.MASTER) == 0 || header.slots().isEmpty()) return;
        var known = latest.get(header.sender());
        if (known != null
                && known.slots.equals(header.slots())
                && known.epoch == header.configEpoch()) {
            return;
        }
        latest.put(header.sender(), new Latest(header.configEpoch(), header.slots()));
        claim(sentNanos, header.sender(), header.configEpoch(), header.slots());
    }

    private void claim(long nanos, NodeId owner, long epoch, SlotSet slots) {
        var claims = byEpoch.computeIfAbsent(epoch, unseen -> new ArrayList<>());
        var all = slots;
        for (int i = 0; i < claims.size(); i++) {
            var other = claims.get(i);
            if (other.owner.equals(owner)) {
                all = all.union(other.slots);
                claims.remove(i--);
                continue;
            }
            var both = other.slots.intersection(slots);
            if (!both.isEmpty()) clashes.add(clash(nanos, owner, other.owner, both, epoch));
        }
        claims.add(new Claim(owner, all));
    }

    private static Clash clash(long nanos, NodeId one, NodeId other, SlotSet slots, long epoch) {
        return new Clash(
                nanos,
                one,
                "%s claims slots %s under config epoch %d, under which %s claimed them before"
                        .formatted(one, slots, epoch, other));
    }

    @Override
    void end(History history, Incidents incidents) {
        if (incidents.anyTakeover()) {
            figure(Figure.count("slots claimed twice under one epoch", clashes.size()));
            return;
        }
        for (var clash : clashes) broken(clash.nanos, clash.owner.toString(), clash.text);
    }
}
