package hearsay.simulations.reshard;

import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.simulations.console.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A slot that is to go from its owner to another master.
///
/// @param from the owner's id
/// @param to the other's
public record SlotMove(int slot, String from, String to) {

    /// The plan for people: a line for each pair of masters.
    public static String table(List<SlotMove> moves, ClusterPicture picture) {
        Map<List<String>, SlotSet.Builder> pairs = new LinkedHashMap<>();
        for (SlotMove move : moves)
            pairs.computeIfAbsent(List.of(move.from(), move.to()), pair -> new SlotSet.Builder())
                    .add(move.slot());
        var table = new Table("from", "to", "slots", "which");
        pairs.forEach((pair, slots) -> {
            SlotSet set = slots.build();
            table.row(
                    address(picture, pair.get(0)),
                    address(picture, pair.get(1)),
                    Integer.toString(set.size()),
                    set.ranges().stream()
                            .map(SlotRange::toString)
                            .collect(Collectors.joining(" ")));
        });
        return table.toString();
    }

    private static String address(ClusterPicture picture, String id) {
        return picture.byId(id).map(SeenNode::address).orElse(id);
    }
}
