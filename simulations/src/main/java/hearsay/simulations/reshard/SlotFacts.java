package hearsay.simulations.reshard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of one slot that is not simply served by one master.
///
/// @param claimants ids of the masters that say they serve it, the highest epoch first
/// @param migrating by master: where it says the slot is going
/// @param importing by master: where it says the slot comes from
/// @param keys by master: how many keys of the slot it holds; masters without are not listed
public record SlotFacts(
        int slot,
        List<String> claimants,
        SortedMap<String, String> migrating,
        SortedMap<String, String> importing,
        SortedMap<String, Integer> keys) {

    public SlotFacts {
        claimants = List.copyOf(claimants);
        migrating = Collections.unmodifiableSortedMap(new TreeMap<>(migrating));
        importing = Collections.unmodifiableSortedMap(new TreeMap<>(importing));
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }

    /// Of every slot with which something is wrong, ascending.
    ///
    /// @param keys by master's id: the number of keys in each of its slots
    public static List<SlotFacts> wrong(ClusterPicture picture, Map<String, int[]> keys) {
        List<SlotFacts> facts = new ArrayList<>();
        for (int slot = 0; slot < hearsay.gossip.model.Slot.COUNT; slot++) {
            SlotFacts all = of(slot, picture, keys);
            if (all.isWrong()) facts.add(all);
        }
        return facts;
    }

    private static SlotFacts of(int slot, ClusterPicture picture, Map<String, int[]> keys) {
        List<SeenNode> claimants = new ArrayList<>();
        var migrating = new TreeMap<String, String>();
        var importing = new TreeMap<String, String>();
        var held = new TreeMap<String, Integer>();
        for (SeenNode node : picture.masters()) {
            if (node.slots().contains(slot)) claimants.add(node);
            String to = node.migrating().get(slot);
            if (to != null) migrating.put(node.id(), to);
            String from = node.importing().get(slot);
            if (from != null) importing.put(node.id(), from);
            int[] counts = keys.get(node.id());
            if (counts != null && counts[slot] > 0) held.put(node.id(), counts[slot]);
        }
        claimants.sort(
                java.util.Comparator.comparingLong((SeenNode n) -> -n.configEpoch())
                        .thenComparing(SeenNode::id));
        return new SlotFacts(
                slot, claimants.stream().map(SeenNode::id).toList(), migrating, importing, held);
    }

    public boolean isWrong() {
        return isOpen() || claimants.size() != 1 || !strays().isEmpty();
    }

    public boolean isOpen() {
        return !migrating.isEmpty() || !importing.isEmpty();
    }

    /// Who holds keys of it without claiming it.
    public List<String> strays() {
        return keys.keySet().stream().filter(id -> !claimants.contains(id)).toList();
    }

    boolean isOpenAt(String id) {
        return migrating.containsKey(id) || importing.containsKey(id);
    }

    int keysAt(String id) {
        return keys.getOrDefault(id, 0);
    }
}
