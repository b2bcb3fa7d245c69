package hearsay.simulations.reshard;

import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What must be so before slots are moved on purpose. A slot that stands open may be under way by
/// somebody else's hand, or left behind by one that died; only `fix` deals with those.
final class Preconditions {

    private Preconditions() {}

    static void check(ClusterPicture picture) {
        for (SeenNode silent : picture.silentMasters())
            throw new BadPlan(
                    "The master %s serves %d slots and does not answer."
                            .formatted(silent.address(), silent.slots().size()));
        SlotSet open = picture.openSlots();
        if (!open.isEmpty())
            throw new BadPlan(
                    "%s: another reshard is under way, or one was interrupted. hearsay fix repairs the latter."
                            .formatted(slots(open, "stands open", "stand open")));
        if (!picture.contested().isEmpty())
            throw new BadPlan(
                    slots(picture.contested(), "is claimed", "are claimed")
                            + " by more than one master. hearsay fix repairs that.");
        for (Map.Entry<String, SlotSet> misled : picture.misled().entrySet())
            throw new BadPlan(
                    "%s does not know yet who owns %s. Wait a moment; if it stays so, hearsay fix repairs it."
                            .formatted(
                                    picture.byId(misled.getKey())
                                            .map(SeenNode::address)
                                            .orElse(misled.getKey()),
                                    ranges(misled.getValue())));
    }

    /// @throws BadPlan if it is a replica, or silent
    static void checkMaster(ClusterPicture picture, SeenNode node) {
        if (!node.isMaster())
            throw new BadPlan(
                    "%s is a replica of %s: only masters serve slots."
                            .formatted(
                                    node.address(),
                                    picture.byId(node.masterId())
                                            .map(SeenNode::address)
                                            .orElse("?")));
        if (!picture.answers(node)) throw new BadPlan(node.address() + " does not answer.");
    }

    static String slots(SlotSet set, String one, String many) {
        return set.size() == 1
                ? "Slot " + ranges(set) + " " + one
                : "Slots " + ranges(set) + " " + many;
    }

    static String ranges(SlotSet set) {
        List<SlotRange> ranges = set.ranges();
        String shown =
                ranges.stream().limit(20).map(SlotRange::toString).collect(Collectors.joining(" "));
        return ranges.size() > 20 ? shown + " ..." : shown;
    }
}
