package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.NodeLink;
import hearsay.simulations.process.reshard.NodeTrouble;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.reshard.BadPlan;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.RebalancePlan;
import hearsay.simulations.reshard.SeenNode;
import hearsay.simulations.reshard.SlotMove;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hearsay remove`: one node less, and nothing of its data.
@Command(
        name = "remove",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Moves what a node serves to the other masters, gives its replicas to them, has all others forget it,"
                    + " and ends it. A node that does not answer is forgotten if it serves nothing. In a cluster"
                    + " that was not launched here (--port), the node is reset and goes on running.",
            "",
            "Ends with 0: it is gone; 1: it is not; 2: a mistake on the command line.",
            ""
        })
final class RemoveCommand extends SlotChange {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int POLL_MILLIS = 100;

    @Parameters(paramLabel = "NODE", description = "A port, an address, or the beginning of an id.")
    private String name = "";

    @Override
    int act(Reach reach) throws Exception {
        ClusterPicture picture = reach.settled();
        SeenNode node = picture.named(name);
        List<SlotMove> moves = plan(picture, node);
        List<SeenNode> orphans = replicasOf(picture, node);
        out().print(SlotMove.table(moves, picture));
        for (SeenNode orphan : orphans) out().println(orphan.address() + " gets another master");
        if (!isAgreed("Remove %s?".formatted(node.address()))) return Refusal.FAILED;
        if (!moves.isEmpty() && move(reach, picture, moves) != 0) return Refusal.FAILED;
        try {
            giveAway(reach, node);
            forget(reach, node);
        } catch (NodeTrouble trouble) {
            throw new Refusal(trouble.text() + "\nIt is still part of the cluster.");
        }
        end(reach, picture, node);
        out().println("Removed " + node.address());
        return 0;
    }

    private static List<SlotMove> plan(ClusterPicture picture, SeenNode node) {
        if (!node.isMaster() || node.slots().isEmpty()) return List.of();
        boolean alone =
                picture.masters().stream()
                        .noneMatch(m -> !m.id().equals(node.id()) && !m.slots().isEmpty());
        if (alone)
            throw new BadPlan(
                    "%s is the only master with slots: nobody could take them. hearsay reshard moves them to a master without."
                            .formatted(node.address()));
        return RebalancePlan.leaving(picture, node);
    }

    private static List<SeenNode> replicasOf(ClusterPicture picture, SeenNode node) {
        return picture.nodes().stream().filter(n -> n.masterId().equals(node.id())).toList();
    }

    /// Its replicas follow the slots by themselves if they may (replica migration); the others are
    /// told.
    private static void giveAway(Reach reach, SeenNode node)
            throws NodeTrouble, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            ClusterPicture picture = reach.settled();
            List<SeenNode> orphans = replicasOf(picture, node);
            if (orphans.isEmpty()) return;
            for (SeenNode orphan : orphans) {
                SeenNode master = fewestReplicas(picture, node);
                reach.link(orphan).call("CLUSTER", "REPLICATE", master.id());
            }
            if (System.nanoTime() > deadline)
                throw new Refusal("Its replicas do not leave it: " + orphans);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static SeenNode fewestReplicas(ClusterPicture picture, SeenNode but) {
        return picture.masters().stream()
                .filter(m -> !m.id().equals(but.id()) && !m.slots().isEmpty())
                .min(Comparator.comparingInt(m -> replicasOf(picture, m).size()))
                .orElseThrow(() -> new Refusal("No other master serves slots."));
    }

    private static void forget(Reach reach, SeenNode node)
            throws NodeTrouble, InterruptedException {
        List<SeenNode> others = new ArrayList<>(reach.picture().nodes());
        others.removeIf(other -> other.id().equals(node.id()));
        for (SeenNode other : others) {
            NodeLink link;
            try {
                link = reach.link(other);
            } catch (NodeTrouble silent) {
                continue;
            }
            try {
                link.call("CLUSTER", "FORGET", node.id());
            } catch (NodeTrouble trouble) {
                // Who has heard of it from another one has forgotten already.
                if (!trouble.isError() || !trouble.text().contains("Unknown node")) throw trouble;
            }
        }
    }

    private void end(Reach reach, ClusterPicture picture, SeenNode node)
            throws IOException, InterruptedException {
        try {
            if (picture.answers(node)) reach.link(node).call("CLUSTER", "RESET", "SOFT");
        } catch (NodeTrouble trouble) {
            out().println("It was not reset: " + trouble.text());
        }
        Optional<Where> launched = at().launched();
        if (launched.isEmpty()) return;
        Where where = launched.get();
        try (FileLock lock = where.lock()) {
            assert lock.isValid();
            StateFile state = where.state();
            for (Member member : state.members()) {
                if (member.port() != node.port()) continue;
                new Ending(where.folder(), out()).end(List.of(member));
                new NodeFolder(member.folder(where.folder())).clear(true);
                state.without(member.port()).write(where.folder());
            }
        }
    }
}
