package hearsay.simulations.process;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.ReshardPlan;
import hearsay.simulations.reshard.SeenNode;
import hearsay.simulations.reshard.SlotMove;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearsay reshard`: slots and their keys from some masters to another one.
@Command(
        name = "reshard",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Moves slots with their keys to another master, while the cluster serves. Works with any Redis"
                    + " cluster. NODE is a port, an address or the beginning of an id.",
            "",
            "Ends with 0: all are moved; 1: it was refused, and nothing is moved, or it did not come to its"
                    + " end, and it says what stands half open; 2: a mistake on the command line.",
            ""
        })
final class ReshardCommand extends SlotChange {

    @Option(
            names = "--from",
            paramLabel = "NODE",
            split = ",",
            description =
                    "The masters that give, in proportion to what they have (default: all but --to).")
    private List<String> from = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "NODE",
            required = true,
            description = "The master that gets.")
    private String to = "";

    @Option(names = "--slots", paramLabel = "N", description = "How many slots.")
    private Optional<Integer> slots = Optional.empty();

    @Option(
            names = "--slot",
            paramLabel = "N|N-N",
            split = ",",
            description = "These slots, instead of so many.")
    private List<String> which = new ArrayList<>();

    @Override
    int act(Reach reach) throws Exception {
        if (slots.isPresent() != which.isEmpty())
            throw new Refusal("Either --slots says how many, or --slot says which.");
        ClusterPicture picture = reach.settled();
        List<SlotMove> moves = plan(picture);
        out().print(SlotMove.table(moves, picture));
        if (!isAgreed("Move %s?".formatted(moves.size() == 1 ? "1 slot" : moves.size() + " slots")))
            return Refusal.FAILED;
        return move(reach, picture, moves);
    }

    private List<SlotMove> plan(ClusterPicture picture) {
        List<SeenNode> sources =
                from.equals(List.of("all"))
                        ? List.of()
                        : from.stream().map(picture::named).distinct().toList();
        SeenNode target = picture.named(to);
        return slots.map(count -> ReshardPlan.count(picture, sources, target, count))
                .orElseGet(() -> ReshardPlan.exactly(picture, sources, target, slotSet()));
    }

    private SlotSet slotSet() {
        SlotSet set = SlotSet.EMPTY;
        for (String range : which) {
            String[] ends = range.split("-", -1);
            int first = slot(range, ends[0]);
            int last = slot(range, ends[ends.length - 1]);
            if (ends.length > 2 || first > last)
                throw new Refusal("'" + range + "' is no range of slots.");
            set = set.withRange(first, last);
        }
        return set;
    }

    private static int slot(String range, String number) {
        if (!number.matches("[0-9]{1,5}") || !Slot.isValid(Integer.parseInt(number)))
            throw new Refusal("'%s' does not name slots from 0 to 16383.".formatted(range));
        return Integer.parseInt(number);
    }
}
