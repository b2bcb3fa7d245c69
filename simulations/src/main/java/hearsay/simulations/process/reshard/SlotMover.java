package hearsay.simulations.process.reshard;

import hearsay.client.connection.Reply;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.SeenNode;
import hearsay.simulations.reshard.SlotMove;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Moves slots with their keys while the cluster serves.
///
/// A few slots of one source are under way together, all of them in the same step, so that the many
/// small requests of a slot wait for each other only once for all of them:
///
/// ```
/// target: SETSLOT IMPORTING      keys that are not at the source are answered with ASK from now
/// source: SETSLOT MIGRATING
/// source: GETKEYSINSLOT, MIGRATE ... REPLACE KEYS, until it has none
/// target: SETSLOT NODE           first: its new epoch is what makes it the owner
/// source: SETSLOT NODE           second: else it would answer MOVED to one who does not know yet
/// others: SETSLOT NODE
/// ```
///
/// Sources work side by side. REPLACE is right because the source answers for every key that it
/// still has: what the target has of such a key is what a broken MIGRATE left there.
///
/// Source: Redis Cluster specification, "Cluster live reconfiguration".
public final class SlotMover {

    private static final int MIGRATE_ATTEMPTS = 3;

    /// @param slotsTogether of one source, at most
    /// @param keysTogether so many keys in slots that are open at once are enough
    /// @param keysPerMigrate a source serves nobody else during a MIGRATE
    /// @param migratesInFlight how many MIGRATEs a source is sent before it has answered the first
    /// @param timeoutMillis of a MIGRATE
    public record Settings(
            int slotsTogether,
            int keysTogether,
            int keysPerMigrate,
            int migratesInFlight,
            long timeoutMillis) {
        public static final Settings DEFAULT = new Settings(16, 2_000, 100, 2, 15_000);
    }

    /// Hears how it goes, on several threads.
    public interface Watch {
        void keys(int moved);

        void slots(int moved);
    }

    /// @param open slots that are under way since something went wrong
    /// @param troubles what went wrong; empty if nothing did
    public record Outcome(
            long slots, long keys, List<SlotMove> open, List<String> troubles, boolean stopped) {
        public boolean isComplete() {
            return troubles.isEmpty() && !stopped;
        }
    }

    private final Reach reach;
    private final ClusterPicture picture;
    private final Settings settings;
    private final Watch watch;
    private final KeyCarrier carrier;
    private final AtomicLong slotsMoved = new AtomicLong();
    private final List<String> troubles = new ArrayList<>();
    private final List<SlotMove> open = new ArrayList<>();
    private volatile boolean stop;

    public SlotMover(Reach reach, ClusterPicture picture, Settings settings, Watch watch) {
        this.reach = reach;
        this.picture = picture;
        this.settings = settings;
        this.watch = watch;
        carrier = new KeyCarrier(reach, settings, watch);
    }

    /// Returns when all are moved, or when something went wrong and the other sources have finished
    /// the slots that they had begun.
    public Outcome move(List<SlotMove> moves) throws InterruptedException {
        SequencedMap<String, Deque<SlotMove>> lanes = new LinkedHashMap<>();
        for (SlotMove move : moves)
            lanes.computeIfAbsent(move.from(), from -> new ArrayDeque<>()).add(move);
        List<Thread> threads = new ArrayList<>();
        for (Deque<SlotMove> lane : lanes.values())
            threads.add(Thread.ofPlatform().daemon().name("lane").start(() -> run(lane)));
        for (Thread thread : threads) thread.join();
        synchronized (troubles) {
            return new Outcome(
                    slotsMoved.get(),
                    carrier.moved(),
                    List.copyOf(open),
                    List.copyOf(troubles),
                    stop && slotsMoved.get() < moves.size());
        }
    }

    /// Ends after the slots that are under way.
    public void stop() {
        stop = true;
    }

    private void run(Deque<SlotMove> lane) {
        while (!lane.isEmpty() && !stop) {
            List<SlotMove> group = List.of(lane.getFirst());
            try {
                group = nextGroup(lane);
                moveTogether(group);
                slotsMoved.addAndGet(group.size());
                watch.slots(group.size());
            } catch (NodeTrouble trouble) {
                synchronized (troubles) {
                    troubles.add(trouble.text());
                    open.addAll(group);
                }
                stop = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop = true;
            }
        }
    }

    /// As many slots to the same target as have not too many keys together; at least one.
    private List<SlotMove> nextGroup(Deque<SlotMove> lane)
            throws NodeTrouble, InterruptedException {
        String target = lane.getFirst().to();
        List<SlotMove> candidates =
                lane.stream()
                        .limit(settings.slotsTogether())
                        .takeWhile(move -> move.to().equals(target))
                        .toList();
        List<Reply> counts =
                link(candidates.getFirst().from())
                        .callAll(
                                requests(
                                        candidates,
                                        move -> new String[] {"COUNTKEYSINSLOT", slot(move)}));
        List<SlotMove> group = new ArrayList<>();
        long keys = 0;
        for (int i = 0; i < candidates.size(); i++) {
            keys += Long.parseLong(counts.get(i).text());
            if (i > 0 && keys > settings.keysTogether()) break;
            group.add(lane.removeFirst());
        }
        return group;
    }

    private void moveTogether(List<SlotMove> group) throws NodeTrouble, InterruptedException {
        String from = group.getFirst().from();
        String to = group.getFirst().to();
        link(to).callAll(
                        requests(group, m -> new String[] {"SETSLOT", slot(m), "IMPORTING", from}));
        link(from)
                .callAll(requests(group, m -> new String[] {"SETSLOT", slot(m), "MIGRATING", to}));
        carrier.carryAll(group.stream().map(SlotMove::slot).toList(), node(from), node(to));
        List<byte[][]> owns = requests(group, m -> new String[] {"SETSLOT", slot(m), "NODE", to});
        link(to).callAll(owns);
        link(from).callAll(owns);
        tellOthers(from, to, owns);
    }

    /// Who cannot be told hears it by gossip.
    private void tellOthers(String from, String to, List<byte[][]> owns)
            throws InterruptedException {
        for (SeenNode master : picture.masters()) {
            if (master.id().equals(from) || master.id().equals(to)) continue;
            try {
                reach.link(master).askAll(owns);
            } catch (NodeTrouble silent) {
                // It must be told by gossip anyway if it comes back.
            }
        }
    }

    private NodeLink link(String id) throws NodeTrouble, InterruptedException {
        return reach.link(node(id));
    }

    private SeenNode node(String id) throws NodeTrouble {
        return picture.byId(id).orElseThrow(() -> NodeTrouble.silent(id, "unknown"));
    }

    private static String slot(SlotMove move) {
        return Integer.toString(move.slot());
    }

    private interface Words {
        String[] of(SlotMove move);
    }

    private static List<byte[][]> requests(List<SlotMove> group, Words words) {
        List<byte[][]> requests = new ArrayList<>();
        for (SlotMove move : group) {
            String[] rest = words.of(move);
            var all = new String[rest.length + 1];
            all[0] = "CLUSTER";
            System.arraycopy(rest, 0, all, 1, rest.length);
            requests.add(NodeLink.bytes(all));
        }
        return requests;
    }

    static boolean mayTryAgain(String error, int attempt) {
        return attempt < MIGRATE_ATTEMPTS
                && (error.startsWith("IOERR") || error.contains("TRYAGAIN"));
    }

    /// How many of the slots that stand open belong to each pair of nodes.
    public static String describe(List<SlotMove> open, ClusterPicture picture) {
        Map<String, hearsay.gossip.model.SlotSet.Builder> pairs = new TreeMap<>();
        for (SlotMove move : open)
            pairs.computeIfAbsent(
                            "from %s to %s"
                                    .formatted(
                                            address(picture, move.from()),
                                            address(picture, move.to())),
                            pair -> new hearsay.gossip.model.SlotSet.Builder())
                    .add(move.slot());
        var text = new StringBuilder();
        pairs.forEach((pair, slots) -> {
            String ranges = slots.build().ranges().toString();
            text.append("  ")
                    .append(ranges, 1, ranges.length() - 1)
                    .append(' ')
                    .append(pair)
                    .append('\n');
        });
        return text.toString();
    }

    private static String address(ClusterPicture picture, String id) {
        return picture.byId(id).map(SeenNode::address).orElse(id);
    }
}
