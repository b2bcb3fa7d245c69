package hearsay.simulations.reshard;

import hearsay.gossip.model.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which slots must move so that every master serves its share: the fewest that do.
///
/// A master of weight 2 gets twice as many as one of weight 1; one of weight 0 gives all it has.
/// One without slots takes part only if it is asked to, since it may be new and not meant to serve
/// yet.
public final class RebalancePlan {

    private RebalancePlan() {}

    /// @param weights by id; 1 for all others
    /// @param useEmpty whether masters without slots get any
    /// @param thresholdPercent masters all this near to their share are left alone, as redis-cli
    ///   does: 2 there
    /// @return empty if nothing needs to move
    public static List<SlotMove> of(
            ClusterPicture picture,
            Map<String, Double> weights,
            boolean useEmpty,
            double thresholdPercent) {
        Preconditions.check(picture);
        List<SeenNode> masters =
                picture.masters().stream().filter(m -> useEmpty || !m.slots().isEmpty()).toList();
        checkWeights(picture, weights, masters);
        int total = masters.stream().mapToInt(master -> master.slots().size()).sum();
        Map<String, Integer> due = due(masters, weights, total);
        if (isNear(masters, due, thresholdPercent)) return List.of();
        return moves(masters, due);
    }

    /// All slots of one master to the others that have some: the poorest get first, so that all
    /// have the same in the end as nearly as that can be without moving others.
    public static List<SlotMove> leaving(ClusterPicture picture, SeenNode node) {
        Preconditions.check(picture);
        Preconditions.checkMaster(picture, node);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (SeenNode master : picture.masters())
            if (!master.id().equals(node.id()) && !master.slots().isEmpty())
                sizes.put(master.id(), master.slots().size());
        if (sizes.isEmpty()) throw new BadPlan("No other master serves slots.");
        Map<String, Integer> more = new LinkedHashMap<>();
        for (int i = 0; i < node.slots().size(); i++) {
            String poorest = "";
            for (var size : sizes.entrySet())
                if (poorest.isEmpty() || size.getValue() < sizes.getOrDefault(poorest, 0))
                    poorest = size.getKey();
            sizes.merge(poorest, 1, Integer::sum);
            more.merge(poorest, 1, Integer::sum);
        }
        List<SlotMove> moves = new ArrayList<>();
        int slot = -1;
        for (var share : more.entrySet())
            for (int i = 0; i < share.getValue(); i++) {
                slot = node.slots().next(slot + 1);
                moves.add(new SlotMove(slot, node.id(), share.getKey()));
            }
        return moves;
    }

    private static void checkWeights(
            ClusterPicture picture, Map<String, Double> weights, List<SeenNode> masters) {
        weights.forEach((id, weight) -> {
            SeenNode node = picture.byId(id).orElseThrow(() -> new BadPlan("Nobody is " + id));
            Preconditions.checkMaster(picture, node);
            if (weight < 0 || !Double.isFinite(weight))
                throw new BadPlan("A weight is 0 or more, not " + weight + ".");
            if (!masters.contains(node) && weight > 0)
                throw new BadPlan(
                        "%s has no slots: it gets some only with --use-empty-masters."
                                .formatted(node.address()));
        });
        if (masters.stream().allMatch(m -> weights.getOrDefault(m.id(), 1.0) == 0))
            throw new BadPlan("All masters have weight 0: somebody must serve the slots.");
    }

    /// Shares that add up to all slots: rounded down first, and what is left over goes to those who
    /// lost most by it.
    private static Map<String, Integer> due(
            List<SeenNode> masters, Map<String, Double> weights, int total) {
        double sum = 0;
        for (SeenNode master : masters) sum += weights.getOrDefault(master.id(), 1.0);
        Map<String, Integer> due = new LinkedHashMap<>();
        Map<String, Double> lost = new LinkedHashMap<>();
        int left = total;
        for (SeenNode master : masters) {
            double exact = total * weights.getOrDefault(master.id(), 1.0) / sum;
            int whole = (int) Math.floor(exact);
            due.put(master.id(), whole);
            lost.put(master.id(), exact - whole);
            left -= whole;
        }
        List<String> byLoss = new ArrayList<>(due.keySet());
        byLoss.sort(Comparator.comparingDouble(id -> -lost.getOrDefault(id, 0.0)));
        for (int i = 0; i < left; i++) due.merge(byLoss.get(i), 1, Integer::sum);
        return due;
    }

    private static boolean isNear(
            List<SeenNode> masters, Map<String, Integer> due, double thresholdPercent) {
        for (SeenNode master : masters) {
            int wanted = due.getOrDefault(master.id(), 0);
            int off = Math.abs(master.slots().size() - wanted);
            if (wanted == 0 ? off > 0 : off * 100.0 / wanted > thresholdPercent) return false;
        }
        return true;
    }

    private static List<SlotMove> moves(List<SeenNode> masters, Map<String, Integer> due) {
        Deque<SlotMove> spare = new ArrayDeque<>();
        for (SeenNode master : masters) {
            int surplus = master.slots().size() - due.getOrDefault(master.id(), 0);
            int slot = -1;
            for (int i = 0; i < surplus; i++) {
                slot = master.slots().next(slot + 1);
                assert Slot.isValid(slot);
                spare.add(new SlotMove(slot, master.id(), ""));
            }
        }
        List<SlotMove> moves = new ArrayList<>();
        for (SeenNode master : masters) {
            int missing = due.getOrDefault(master.id(), 0) - master.slots().size();
            for (int i = 0; i < missing; i++) {
                SlotMove free = spare.removeFirst();
                moves.add(new SlotMove(free.slot(), free.from(), master.id()));
            }
        }
        return moves;
    }
}
