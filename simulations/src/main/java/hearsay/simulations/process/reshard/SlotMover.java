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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Moves slots with their keys while the cluster serves.
///
/// A few slots of one source are under way together, all of them in the same step; and while one
/// such group is closed the next one is opened, so that the many small requests of a slot wait for
/// each other only three times for a whole group:
///
/// ```
/// target: SETSLOT NODE (last group)   first: its new epoch is what makes it the owner
///         SETSLOT IMPORTING           from now on it serves those who come with ASKING
/// source: SETSLOT NODE (last group)   second: else it would answer MOVED to one who knows of nothing
///         SETSLOT MIGRATING           keys that are not here any more are answered with ASK
///         GETKEYSINSLOT
/// source: MIGRATE ... REPLACE KEYS, and GETKEYSINSLOT again, until there are none
/// ```
///
/// Sources work side by side. REPLACE is right because the source answers for every key that it
/// still has: what the target has of such a key is what a broken MIGRATE left there.
///
/// Source: Redis Cluster specification, "Cluster live reconfiguration".
public final class SlotMover {

    private static final int MIGRATE_ATTEMPTS = 3;
    private static final int PATIENT_ATTEMPTS = 20;
    private static final int PAUSE_MILLIS = 500;

    /// @param slotsTogether of one source, at most
    /// @param keysTogether so many keys in slots that are open at once are enough
    /// @param keysPerMigrate a source serves nobody else during a MIGRATE
    /// @param migratesInFlight how many MIGRATEs a source is sent before it has answered the first,
    ///   each by a connection of its own
    /// @param timeoutMillis of a MIGRATE
    public record Settings(
            int slotsTogether,
            int keysTogether,
            int keysPerMigrate,
            int migratesInFlight,
            long timeoutMillis) {
        public static final Settings DEFAULT = new Settings(64, 8_000, 100, 8, 15_000);
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
        List<SlotMove> underWay = new ArrayList<>();
        try {
            Map<Integer, Integer> sizes = sizes(lane);
            List<SlotMove> last = List.of();
            List<SlotMove> next = nextGroup(lane, sizes);
            while (!next.isEmpty() || !last.isEmpty()) {
                underWay.addAll(next);
                List<Reply> keys = closeAndOpen(last, next);
                underWay.removeAll(last);
                if (!last.isEmpty()) arrived(last);
                if (!next.isEmpty())
                    carrier.carryAll(
                            slots(next),
                            node(next.getFirst().from()),
                            node(next.getFirst().to()),
                            keys);
                last = next;
                next = stop ? List.of() : nextGroup(lane, sizes);
            }
        } catch (NodeTrouble trouble) {
            synchronized (troubles) {
                troubles.add(trouble.text());
                open.addAll(underWay);
            }
            stop = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop = true;
        }
    }

    private void arrived(List<SlotMove> group) {
        slotsMoved.addAndGet(group.size());
        watch.slots(group.size());
    }

    private Map<Integer, Integer> sizes(Deque<SlotMove> lane)
            throws NodeTrouble, InterruptedException {
        List<SlotMove> all = List.copyOf(lane);
        List<Reply> counts =
                link(all.getFirst().from())
                        .callAll(requests(all, m -> new String[] {"COUNTKEYSINSLOT", slot(m)}));
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (int i = 0; i < all.size(); i++)
            sizes.put(all.get(i).slot(), Integer.parseInt(counts.get(i).text()));
        return sizes;
    }

    /// As many slots to the same target as have not too many keys together; one at least, if there
    /// is one.
    private List<SlotMove> nextGroup(Deque<SlotMove> lane, Map<Integer, Integer> sizes) {
        List<SlotMove> group = new ArrayList<>();
        long keys = 0;
        while (!lane.isEmpty() && group.size() < settings.slotsTogether()) {
            SlotMove move = lane.getFirst();
            keys += sizes.getOrDefault(move.slot(), 0);
            boolean fits =
                    keys <= settings.keysTogether()
                            && (group.isEmpty() || move.to().equals(group.getFirst().to()));
            if (!group.isEmpty() && !fits) break;
            group.add(lane.removeFirst());
        }
        return List.copyOf(group);
    }

    /// @return the first keys of each slot of the next group
    private List<Reply> closeAndOpen(List<SlotMove> last, List<SlotMove> next)
            throws NodeTrouble, InterruptedException {
        List<byte[][]> owns =
                requests(last, m -> new String[] {"SETSLOT", slot(m), "NODE", m.to()});
        List<byte[][]> imports =
                requests(next, m -> new String[] {"SETSLOT", slot(m), "IMPORTING", m.from()});
        List<byte[][]> migrates =
                requests(next, m -> new String[] {"SETSLOT", slot(m), "MIGRATING", m.to()});
        String from = (last.isEmpty() ? next : last).getFirst().from();
        boolean oneTarget =
                !last.isEmpty()
                        && !next.isEmpty()
                        && last.getFirst().to().equals(next.getFirst().to());
        if (oneTarget) together(next.getFirst().to(), concatenated(owns, imports));
        else {
            if (!last.isEmpty()) together(last.getFirst().to(), owns);
            if (!next.isEmpty()) together(next.getFirst().to(), imports);
        }
        if (!last.isEmpty()) tellOthers(from, last.getFirst().to(), owns);
        if (next.isEmpty()) {
            closeLast(from, owns);
            return List.of();
        }
        together(from, concatenated(owns, migrates));
        return link(from).callAll(carrier.getKeys(slots(next)));
    }

    private void together(String id, List<byte[][]> requests)
            throws NodeTrouble, InterruptedException {
        if (!requests.isEmpty()) reach.askTogether(node(id), requests);
    }

    /// If these were the last slots of the source, it may have heard of their new owner already,
    /// and become its replica.
    private void closeLast(String from, List<byte[][]> owns)
            throws NodeTrouble, InterruptedException {
        try {
            together(from, owns);
        } catch (NodeTrouble trouble) {
            if (!trouble.isError() || !trouble.text().contains("only with masters")) throw trouble;
        }
    }

    /// Nobody waits for them: who cannot be told hears it by gossip.
    private void tellOthers(String from, String to, List<byte[][]> owns)
            throws InterruptedException {
        for (SeenNode master : picture.masters()) {
            if (master.id().equals(from) || master.id().equals(to)) continue;
            try {
                reach.tellTogether(master, owns);
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

    private static List<Integer> slots(List<SlotMove> group) {
        return group.stream().map(SlotMove::slot).toList();
    }

    private static List<byte[][]> concatenated(List<byte[][]> some, List<byte[][]> more) {
        List<byte[][]> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
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

    /// A MIGRATE that failed may be tried again: at once if its link broke, which may be an old
    /// one; and after a pause while the target holds the cluster for failing, since that may pass.
    static boolean mayTryAgain(String error, int attempt) throws InterruptedException {
        if (error.startsWith("IOERR")) return attempt < MIGRATE_ATTEMPTS;
        if (!error.contains("CLUSTERDOWN") && !error.contains("TRYAGAIN")) return false;
        if (attempt >= PATIENT_ATTEMPTS) return false;
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        return true;
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
