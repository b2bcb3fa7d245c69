package hearsay.simulations.reshard;

import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which slots a reshard moves.
public final class ReshardPlan {

    private ReshardPlan() {}

    /// A number of slots, from each source in proportion to what it has: the lowest slots of each,
    /// as redis-cli takes them. What does not divide comes from those that have most.
    ///
    /// @param from one or more masters; empty: all but the target
    public static List<SlotMove> count(
            ClusterPicture picture, List<SeenNode> from, SeenNode to, int count) {
        Preconditions.check(picture);
        Preconditions.checkMaster(picture, to);
        List<SeenNode> sources = new ArrayList<>(from);
        if (from.isEmpty()) {
            sources.addAll(picture.masters());
            sources.remove(to);
            sources.removeIf(master -> master.slots().isEmpty());
        }
        for (SeenNode source : sources) checkSource(picture, source, to);
        int available = sources.stream().mapToInt(source -> source.slots().size()).sum();
        if (count < 1) throw new BadPlan("The number of slots is at least 1, not " + count + ".");
        if (count > available)
            throw new BadPlan(
                    "%d slots are too many: %s %d."
                            .formatted(
                                    count,
                                    sources.size() == 1
                                            ? sources.getFirst().address() + " has only"
                                            : "together the sources have only",
                                    available));
        return take(sources, to, count, available);
    }

    /// These slots and no others, from whoever serves them.
    ///
    /// @param from if any are given, only they may be the owners
    public static List<SlotMove> exactly(
            ClusterPicture picture, List<SeenNode> from, SeenNode to, SlotSet slots) {
        Preconditions.check(picture);
        Preconditions.checkMaster(picture, to);
        SlotSet unowned = slots.intersection(picture.unowned());
        if (!unowned.isEmpty())
            throw new BadPlan(
                    Preconditions.slots(unowned, "is served", "are served")
                            + " by nobody, so that nobody can hand it over. hearsay fix gives such slots"
                            + " to a master.");
        List<SlotMove> moves = new ArrayList<>();
        for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
            SeenNode owner = picture.owner(slot).orElseThrow();
            if (!from.isEmpty() && from.stream().noneMatch(s -> s.id().equals(owner.id())))
                throw new BadPlan(
                        "Slot %d is served by %s, which is not among the sources."
                                .formatted(slot, owner.address()));
            if (owner.id().equals(to.id()))
                throw new BadPlan("%s serves slot %d already.".formatted(to.address(), slot));
            moves.add(new SlotMove(slot, owner.id(), to.id()));
        }
        if (moves.isEmpty()) throw new BadPlan("No slot is named.");
        return moves;
    }

    private static void checkSource(ClusterPicture picture, SeenNode source, SeenNode to) {
        Preconditions.checkMaster(picture, source);
        if (source.id().equals(to.id()))
            throw new BadPlan(
                    "%s cannot be source and target at once: a slot moved to itself stays where it is."
                            .formatted(to.address()));
    }

    private static List<SlotMove> take(
            List<SeenNode> sources, SeenNode to, int count, int available) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        int left = count;
        for (SeenNode source : sources) {
            int share = (int) ((long) count * source.slots().size() / available);
            shares.put(source.id(), share);
            left -= share;
        }
        // What rounding down has left over goes to those who lost most by it.
        List<SeenNode> byLoss = new ArrayList<>(sources);
        byLoss.sort(
                Comparator.comparingLong(
                                (SeenNode s) -> -((long) count * s.slots().size() % available))
                        .thenComparingInt(s -> -s.slots().size())
                        .thenComparing(SeenNode::id));
        for (SeenNode source : byLoss.subList(0, left)) shares.merge(source.id(), 1, Integer::sum);
        List<SlotMove> moves = new ArrayList<>();
        for (SeenNode source : byLoss) {
            int slot = -1;
            for (int i = 0; i < shares.getOrDefault(source.id(), 0); i++) {
                slot = source.slots().next(slot + 1);
                moves.add(new SlotMove(slot, source.id(), to.id()));
            }
        }
        return moves;
    }
}
