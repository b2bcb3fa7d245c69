package hearsay.simulations.process.reshard;

import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.RepairStep;
import hearsay.simulations.reshard.RepairStep.Announce;
import hearsay.simulations.reshard.RepairStep.Carry;
import hearsay.simulations.reshard.RepairStep.Claim;
import hearsay.simulations.reshard.RepairStep.Close;
import hearsay.simulations.reshard.RepairStep.Finish;
import hearsay.simulations.reshard.RepairStep.GiveUp;
import hearsay.simulations.reshard.RepairStep.Insist;
import hearsay.simulations.reshard.SeenNode;
import hearsay.simulations.reshard.SlotMove;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Does what [hearsay.simulations.reshard.Repair] has decided.
///
/// The steps of one slot are done one after the other; the first steps of all slots together, then
/// the second ones, and so on. But who owns what is settled for all slots before the first key
/// moves: while a slot has no owner, the cluster is down, and its nodes migrate nothing.
public final class Repairer {

    private static final long SERVICE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int POLL_MILLIS = 100;

    private final Reach reach;
    private final ClusterPicture picture;
    private final SlotMover.Settings settings;
    private final SlotMover.Watch watch;
    private final Prefer prefer;
    private final KeyCarrier carrier;
    private final List<String> undecided = new ArrayList<>();

    public Repairer(
            Reach reach,
            ClusterPicture picture,
            SlotMover.Settings settings,
            SlotMover.Watch watch,
            Prefer prefer) {
        this.reach = reach;
        this.picture = picture;
        this.settings = settings;
        this.watch = watch;
        this.prefer = prefer;
        carrier = new KeyCarrier(reach, settings, watch);
    }

    /// @return keys of which two different values were found and left
    public List<String> repair(List<RepairStep> steps) throws NodeTrouble, InterruptedException {
        SequencedMap<Integer, List<RepairStep>> bySlot = new LinkedHashMap<>();
        for (RepairStep step : steps)
            bySlot.computeIfAbsent(step.slot(), slot -> new ArrayList<>()).add(step);
        List<List<RepairStep>> ownership = new ArrayList<>();
        List<List<RepairStep>> moves = new ArrayList<>();
        for (List<RepairStep> ofSlot : bySlot.values()) {
            int first = firstMove(ofSlot);
            ownership.add(ofSlot.subList(0, first));
            if (first < ofSlot.size()) moves.add(ofSlot.subList(first, ofSlot.size()));
        }
        inWaves(ownership);
        if (!moves.isEmpty()) awaitService();
        inWaves(moves);
        return List.copyOf(undecided);
    }

    private static int firstMove(List<RepairStep> steps) {
        for (int i = 0; i < steps.size(); i++)
            if (steps.get(i) instanceof Carry || steps.get(i) instanceof Finish) return i;
        return steps.size();
    }

    private void inWaves(List<List<RepairStep>> slots) throws NodeTrouble, InterruptedException {
        for (int wave = 0; ; wave++) {
            List<RepairStep> together = new ArrayList<>();
            for (List<RepairStep> ofSlot : slots)
                if (wave < ofSlot.size()) together.add(ofSlot.get(wave));
            if (together.isEmpty()) return;
            doTogether(together);
        }
    }

    /// Nodes say that the cluster is well when they know the owners of all slots, and a little
    /// later.
    private void awaitService() throws NodeTrouble, InterruptedException {
        long deadline = System.nanoTime() + SERVICE_NANOS;
        for (SeenNode master : picture.masters()) {
            while (!reach.link(master).call("CLUSTER", "INFO").text().contains("state:ok")) {
                if (System.nanoTime() > deadline)
                    throw NodeTrouble.answered(
                            master.address(), "CLUSTER INFO", "cluster_state:fail, still");
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    private void doTogether(List<RepairStep> steps) throws NodeTrouble, InterruptedException {
        List<SlotMove> unfinished = new ArrayList<>();
        SequencedMap<String, List<byte[][]>> requests = new LinkedHashMap<>();
        SequencedMap<String, List<Integer>> claims = new LinkedHashMap<>();
        var raised = new TreeMap<String, Boolean>();
        for (RepairStep step : steps) {
            String slot = Integer.toString(step.slot());
            switch (step) {
                case Close close -> cluster(requests, close.node(), "SETSLOT", slot, "STABLE");
                case Insist insist -> raised.put(insist.node(), true);
                case GiveUp lost -> {
                    cluster(requests, lost.node(), "DELSLOTS", slot);
                    cluster(requests, lost.node(), "SETSLOT", slot, "NODE", lost.owner());
                    cluster(requests, lost.node(), "SETSLOT", slot, "IMPORTING", lost.owner());
                }
                case Announce owns -> {
                    for (SeenNode master : picture.masters())
                        cluster(requests, master.id(), "SETSLOT", slot, "NODE", owns.owner());
                }
                case Claim claim -> {
                    claims.computeIfAbsent(claim.node(), id -> new ArrayList<>()).add(claim.slot());
                    raised.put(claim.node(), true);
                }
                case Carry carry -> carry(carry);
                case Finish finish ->
                        unfinished.add(new SlotMove(finish.slot(), finish.from(), finish.to()));
            }
        }
        for (var entry : claims.entrySet()) claim(link(entry.getKey()), entry.getValue());
        for (String id : raised.keySet()) cluster(requests, id, "BUMPEPOCH");
        for (var entry : requests.entrySet()) link(entry.getKey()).callAll(entry.getValue());
        finish(unfinished);
    }

    private static void cluster(
            SequencedMap<String, List<byte[][]>> requests, String node, String... words) {
        var all = new String[words.length + 1];
        all[0] = "CLUSTER";
        System.arraycopy(words, 0, all, 1, words.length);
        requests.computeIfAbsent(node, id -> new ArrayList<>()).add(NodeLink.bytes(all));
    }

    /// It may still believe that somebody else has the slot, who does not: then it refuses to take
    /// it until it has dropped that.
    private static void claim(NodeLink node, List<Integer> slots)
            throws NodeTrouble, InterruptedException {
        List<byte[][]> drop = new ArrayList<>();
        List<byte[][]> add = new ArrayList<>();
        for (int slot : slots) {
            drop.add(NodeLink.bytes("CLUSTER", "DELSLOTS", Integer.toString(slot)));
            add.add(NodeLink.bytes("CLUSTER", "ADDSLOTS", Integer.toString(slot)));
        }
        node.askAll(drop);
        node.callAll(add);
    }

    /// A node lets its keys be migrated, read and deleted while it has the slot open.
    private void carry(Carry carry) throws NodeTrouble, InterruptedException {
        String slot = Integer.toString(carry.slot());
        NodeLink from = link(carry.from());
        from.call("CLUSTER", "SETSLOT", slot, "IMPORTING", carry.owner());
        List<String> left =
                carrier.carryBack(carry.slot(), node(carry.from()), node(carry.owner()), prefer);
        undecided.addAll(left);
        if (left.isEmpty()) from.call("CLUSTER", "SETSLOT", slot, "STABLE");
    }

    private void finish(List<SlotMove> moves) throws NodeTrouble, InterruptedException {
        if (moves.isEmpty()) return;
        var outcome = new SlotMover(reach, picture, settings, watch).move(moves);
        if (!outcome.troubles().isEmpty())
            throw NodeTrouble.silent(
                    "finishing " + moves.size() + " slots", outcome.troubles().getFirst());
    }

    private NodeLink link(String id) throws NodeTrouble, InterruptedException {
        return reach.link(node(id));
    }

    private SeenNode node(String id) throws NodeTrouble {
        return picture.byId(id).orElseThrow(() -> NodeTrouble.silent(id, "unknown"));
    }
}
