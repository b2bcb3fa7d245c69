package hearsay.simulations.reshard;

import hearsay.simulations.reshard.RepairStep.Announce;
import hearsay.simulations.reshard.RepairStep.Carry;
import hearsay.simulations.reshard.RepairStep.Claim;
import hearsay.simulations.reshard.RepairStep.Close;
import hearsay.simulations.reshard.RepairStep.Finish;
import hearsay.simulations.reshard.RepairStep.GiveUp;
import hearsay.simulations.reshard.RepairStep.Insist;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What repairs a slot that stands open, that several masters claim or nobody, or whose keys are
/// where they should not be. No step deletes a key.
///
/// - *Claimed by one who migrates it*: its reshard is finished, in the direction it had. Whoever is
///   not the target and holds keys of it hands them to the target afterwards. If the target is no
///   master any more, but exactly one other node holds keys of the slot, that one is its successor:
///   a replica that was promoted knows nothing of the import, but has the keys.
/// - *Claimed by one who does not migrate it*: after a failover of the source, say. The slot stays
///   where it is, and keys elsewhere are carried back. (To go on forwards would be just as good,
///   but the owner may have served writes since, which ask for no ASK.) It is announced first: who
///   imports a slot takes no gossip for an answer about it, so that it may still believe in the
///   dead master, hold the cluster for failing, and refuse to hand over anything.
/// - *Claimed by several*: whoever holds most keys keeps it, and of equals who has the highest
///   epoch; the others give it up, and hand over their keys.
/// - *Claimed by nobody*: whoever holds most keys gets it, or imports it, or has fewest slots.
///
/// The cases are those that `redis-cli --cluster fix` knows, without those it calls unhandled.
public final class Repair {

    private Repair() {}

    /// @param picture says which masters are there
    /// @param poorest who gets slots that nobody has and of which there are no keys
    public static List<RepairStep> of(SlotFacts facts, ClusterPicture picture, String poorest) {
        return switch (facts.claimants().size()) {
            case 0 -> unowned(facts, poorest);
            case 1 -> owned(facts, facts.claimants().getFirst(), picture);
            default -> contested(facts);
        };
    }

    private static List<RepairStep> unowned(SlotFacts facts, String poorest) {
        String owner =
                mostKeys(facts, facts.keys().keySet())
                        .or(() -> facts.importing().keySet().stream().findFirst())
                        .orElse(poorest);
        List<RepairStep> steps = new ArrayList<>();
        if (facts.isOpenAt(owner)) steps.add(new Close(facts.slot(), owner));
        steps.add(new Claim(facts.slot(), owner));
        steps.add(new Announce(facts.slot(), owner));
        gather(facts, owner, steps);
        return steps;
    }

    private static List<RepairStep> contested(SlotFacts facts) {
        String owner =
                mostKeys(facts, facts.claimants()).orElseGet(() -> facts.claimants().getFirst());
        List<RepairStep> steps = new ArrayList<>();
        if (facts.isOpenAt(owner)) steps.add(new Close(facts.slot(), owner));
        steps.add(new Insist(facts.slot(), owner));
        for (String other : facts.claimants())
            if (!other.equals(owner)) steps.add(new GiveUp(facts.slot(), other, owner));
        steps.add(new Announce(facts.slot(), owner));
        gather(facts, owner, steps);
        for (String other : facts.claimants())
            if (!other.equals(owner) && !facts.isOpenAt(other))
                steps.add(new Close(facts.slot(), other));
        return steps;
    }

    private static List<RepairStep> owned(SlotFacts facts, String owner, ClusterPicture picture) {
        List<RepairStep> steps = new ArrayList<>();
        String target = facts.migrating().get(owner);
        Optional<String> goal =
                target == null ? Optional.empty() : goal(facts, owner, target, picture);
        if (goal.isPresent()) {
            steps.add(new Finish(facts.slot(), owner, goal.get()));
            gather(facts, owner, goal.get(), steps);
            steps.add(new Announce(facts.slot(), goal.get()));
        } else {
            if (facts.isOpenAt(owner)) steps.add(new Close(facts.slot(), owner));
            steps.add(new Announce(facts.slot(), owner));
            gather(facts, owner, owner, steps);
        }
        return steps;
    }

    /// Where a slot that the owner migrates should end.
    private static Optional<String> goal(
            SlotFacts facts, String owner, String target, ClusterPicture picture) {
        boolean isThere = picture.masters().stream().anyMatch(m -> m.id().equals(target));
        if (isThere) return target.equals(owner) ? Optional.empty() : Optional.of(target);
        List<String> holders =
                facts.keys().keySet().stream().filter(id -> !id.equals(owner)).toList();
        return holders.size() == 1 ? Optional.of(holders.getFirst()) : Optional.empty();
    }

    private static void gather(SlotFacts facts, String owner, List<RepairStep> steps) {
        gather(facts, owner, owner, steps);
    }

    /// Keys that are anywhere but at the last owner, and everything that is open there.
    ///
    /// @param first whose keys are moved and whose state is closed already
    private static void gather(SlotFacts facts, String first, String last, List<RepairStep> steps) {
        SortedSet<String> others = new TreeSet<>(facts.keys().keySet());
        others.addAll(facts.migrating().keySet());
        others.addAll(facts.importing().keySet());
        others.remove(first);
        others.remove(last);
        for (String other : others) {
            if (facts.keysAt(other) > 0) steps.add(new Carry(facts.slot(), other, last));
            if (facts.isOpenAt(other)) steps.add(new Close(facts.slot(), other));
        }
    }

    private static Optional<String> mostKeys(
            SlotFacts facts, java.util.Collection<String> candidates) {
        // The first of equals wins: claimants come with the highest epoch first.
        return candidates.stream()
                .filter(id -> facts.keysAt(id) > 0)
                .reduce((best, id) -> facts.keysAt(id) > facts.keysAt(best) ? id : best);
    }

    /// Of the masters, by the number of slots that each serves already: who gets the next ones.
    public static List<String> poorestFirst(ClusterPicture picture) {
        return picture.masters().stream()
                .sorted(
                        Comparator.comparingInt((SeenNode master) -> master.slots().size())
                                .thenComparing(SeenNode::id))
                .map(SeenNode::id)
                .toList();
    }
}
