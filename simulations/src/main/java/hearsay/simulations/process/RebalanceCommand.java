package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.RebalancePlan;
import hearsay.simulations.reshard.SlotMove;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearsay rebalance`: every master its share of the slots.
@Command(
        name = "rebalance",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Moves as few slots as are needed for every master to have its share. Works with any Redis cluster.",
            "",
            "Ends with 0: it is balanced; 1: refused, or not come to its end; 2: a mistake on the command line.",
            ""
        })
final class RebalanceCommand extends SlotChange {

    @Option(
            names = "--weight",
            paramLabel = "NODE=N",
            split = ",",
            description =
                    "A master's share beside the others', which have 1; one with 0 gives all it has.")
    private Map<String, Double> weights = new LinkedHashMap<>();

    @Option(names = "--use-empty-masters", description = "Masters without slots get some too.")
    private boolean useEmpty;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            defaultValue = "2",
            description =
                    "Nothing moves if all are as near to their share as this (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Override
    int act(Reach reach) throws Exception {
        ClusterPicture picture = reach.settled();
        Map<String, Double> byId = new LinkedHashMap<>();
        weights.forEach((node, weight) -> byId.put(picture.named(node).id(), weight));
        List<SlotMove> moves = RebalancePlan.of(picture, byId, useEmpty, threshold);
        if (moves.isEmpty()) {
            out().println("Every master has its share, to %s %%.".formatted(threshold));
            return 0;
        }
        out().print(SlotMove.table(moves, picture));
        if (!isAgreed("Move %s?".formatted(moves.size() == 1 ? "1 slot" : moves.size() + " slots")))
            return Refusal.FAILED;
        return move(reach, picture, moves);
    }
}
