package hearsay.simulations.reshard;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A cluster as all its nodes together describe it: a node knows itself best, of one that is silent
/// the others' word is taken.
///
/// @param nodes ascending by port, then host
/// @param views by the id of each node that answered: every line that it said
public record ClusterPicture(List<SeenNode> nodes, Map<String, List<SeenNode>> views) {

    /// @param replies to CLUSTER NODES, of every node that answered
    public static ClusterPicture of(List<String> replies) {
        SequencedMap<String, List<SeenNode>> views = new LinkedHashMap<>();
        SequencedMap<String, SeenNode> nodes = new LinkedHashMap<>();
        for (String reply : replies) {
            List<SeenNode> view = SeenNode.all(reply);
            view.stream()
                    .filter(SeenNode::isMyself)
                    .findFirst()
                    .ifPresent(itself -> views.put(itself.id(), view));
        }
        for (var view : views.values())
            for (SeenNode line : view) {
                if (line.isMyself()) nodes.put(line.id(), line);
                else if (line.isKnown() && !views.containsKey(line.id()))
                    nodes.merge(line.id(), line, ClusterPicture::newer);
            }
        // A node that imports a slot of a dead master takes no gossip about it, and never hears of
        // the master's successor. What a silent node is said to serve counts only while nobody
        // serves it.
        SlotSet served = SlotSet.EMPTY;
        for (SeenNode node : nodes.values())
            if (node.isMaster() && views.containsKey(node.id()))
                served = served.union(node.slots());
        List<SeenNode> sorted = new ArrayList<>();
        for (SeenNode node : nodes.values())
            sorted.add(views.containsKey(node.id()) ? node : node.without(served));
        sorted.sort(Comparator.comparingInt(SeenNode::port).thenComparing(SeenNode::host));
        return new ClusterPicture(List.copyOf(sorted), views);
    }

    private static SeenNode newer(SeenNode a, SeenNode b) {
        return b.configEpoch() > a.configEpoch() ? b : a;
    }

    /// Whether it was asked, and answered.
    public boolean answers(SeenNode node) {
        return views.containsKey(node.id());
    }

    /// The masters that answer.
    public List<SeenNode> masters() {
        return nodes.stream().filter(node -> node.isMaster() && answers(node)).toList();
    }

    /// Masters that are said to serve slots, and do not answer.
    public List<SeenNode> silentMasters() {
        return nodes.stream()
                .filter(node -> node.isMaster() && !answers(node) && !node.slots().isEmpty())
                .toList();
    }

    public Optional<SeenNode> byId(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /// Who says of itself that it serves the slot.
    public List<SeenNode> claimants(int slot) {
        return nodes.stream()
                .filter(node -> node.isMaster() && node.slots().contains(slot))
                .toList();
    }

    /// Slots that somebody migrates or imports.
    public SlotSet openSlots() {
        var open = new SlotSet.Builder();
        for (SeenNode node : nodes) {
            if (!node.isMaster()) continue;
            node.migrating().keySet().forEach(open::add);
            node.importing().keySet().forEach(open::add);
        }
        return open.build();
    }

    public SlotSet unowned() {
        SlotSet owned = SlotSet.EMPTY;
        for (SeenNode node : nodes) if (node.isMaster()) owned = owned.union(node.slots());
        return SlotSet.ALL.minus(owned);
    }

    /// Slots that more than one master claims.
    public SlotSet contested() {
        SlotSet seen = SlotSet.EMPTY;
        SlotSet contested = SlotSet.EMPTY;
        for (SeenNode node : nodes) {
            if (!node.isMaster()) continue;
            contested = contested.union(seen.intersection(node.slots()));
            seen = seen.union(node.slots());
        }
        return contested;
    }

    /// For each master that answers: the slots whose owner, by the owner's own word, it does not
    /// know. A replica's view is its own business: it hears of it from its master.
    public Map<String, SlotSet> misled() {
        Map<String, SlotSet> misled = new TreeMap<>();
        for (SeenNode witness : masters()) {
            SlotSet wrong = SlotSet.EMPTY;
            for (SeenNode owner : masters()) {
                if (owner.equals(witness)) continue;
                SlotSet said =
                        views.getOrDefault(witness.id(), List.of()).stream()
                                .filter(line -> line.id().equals(owner.id()))
                                .map(SeenNode::slots)
                                .findFirst()
                                .orElse(SlotSet.EMPTY);
                wrong = wrong.union(owner.slots().minus(said));
            }
            wrong = wrong.minus(contested());
            if (!wrong.isEmpty()) misled.put(witness.id(), wrong);
        }
        return misled;
    }

    /// The one who serves a slot; empty where it is nobody, or several.
    Optional<SeenNode> owner(int slot) {
        assert Slot.isValid(slot);
        List<SeenNode> claimants = claimants(slot);
        return claimants.size() == 1 ? Optional.of(claimants.getFirst()) : Optional.empty();
    }

    /// Whom a NODE on the command line means: a port, an address, or the beginning of an id.
    ///
    /// @throws BadPlan if it is nobody, or more than one
    public SeenNode named(String text) {
        String prefix = text.toLowerCase(java.util.Locale.ROOT);
        List<SeenNode> found =
                nodes.stream()
                        .filter(n ->
                                text.equals(Integer.toString(n.port())) || text.equals(n.address()))
                        .toList();
        if (found.isEmpty() && !prefix.isEmpty())
            found = nodes.stream().filter(n -> n.id().startsWith(prefix)).toList();
        if (found.size() == 1) return found.getFirst();
        String problem =
                found.isEmpty()
                        ? "There is no node '%s' in the cluster."
                        : "'%s' is more than one node.";
        throw new BadPlan(problem.formatted(text) + " These are known:\n" + list());
    }

    /// Every node on a line of its own.
    public String list() {
        var table = new hearsay.simulations.console.Table("node", "role", "slots", "id");
        for (SeenNode node : nodes) {
            String role =
                    node.isMaster()
                            ? "master"
                            : "replica of "
                                    + byId(node.masterId()).map(SeenNode::address).orElse("?");
            if (!answers(node)) role += ", silent";
            table.row(node.address(), role, Integer.toString(node.slots().size()), node.id());
        }
        return table.toString();
    }
}
