package hearsay.simulations.process.load;

import hearsay.client.connection.Reply;
import hearsay.gossip.routing.HashSlot;
import hearsay.simulations.process.reshard.NodeLink;
import hearsay.simulations.process.reshard.NodeTrouble;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.SeenNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every key of [AllTypes] in a cluster: at which masters it is, and a digest of its value (DEBUG
/// DIGEST-VALUE, which does not depend on encodings and orders) and whether it expires when it
/// should. MIGRATE tells the target how long a key has still to live, not until when: each move may
/// delay its end by as long as it took.
///
/// Sixteen bytes a key: a million keys fit into any heap.
public final class Census {

    private static final int PAGE = 1_000;
    private static final int MASTERS_MAX = 8;
    private static final long DRIFT_MAX_MILLIS = 60_000;

    private final AllTypes keys;
    private final byte[] masters;
    private final long[] digests;
    private long driftMillis;

    private Census(AllTypes keys) {
        this.keys = keys;
        masters = new byte[keys.count()];
        digests = new long[keys.count()];
    }

    /// What has become of the keys of an earlier census.
    ///
    /// @param lost by slot: how many keys of it are nowhere
    /// @param driftMillis how much later than it should the last key expires
    public record Difference(
            int there,
            SortedMap<Integer, Integer> lost,
            int doubled,
            int changed,
            long driftMillis) {
        public int lostInAll() {
            return lost.values().stream().mapToInt(Integer::intValue).sum();
        }

        public boolean isNone() {
            return lost.isEmpty() && doubled == 0 && changed == 0;
        }
    }

    /// Asks all masters for all their keys.
    public static Census of(Reach reach, ClusterPicture picture, AllTypes keys)
            throws NodeTrouble, InterruptedException {
        List<SeenNode> all = picture.masters();
        if (all.size() > MASTERS_MAX)
            throw new IllegalArgumentException("at most 8 masters, not " + all.size());
        var census = new Census(keys);
        for (int i = 0; i < all.size(); i++) census.ask(reach.link(all.get(i)), (byte) (1 << i));
        return census;
    }

    public Difference since(Census earlier) {
        SortedMap<Integer, Integer> lost = new TreeMap<>();
        int there = 0;
        int doubled = 0;
        int changed = 0;
        for (int number = 0; number < masters.length; number++) {
            if (masters[number] != 0) there++;
            if (earlier.masters[number] == 0) continue;
            int places = Integer.bitCount(masters[number] & 0xFF);
            if (places == 0) lost.merge(HashSlot.of(AllTypes.name(number)), 1, Integer::sum);
            else if (places > 1) doubled++;
            else if (digests[number] != earlier.digests[number]) changed++;
        }
        return new Difference(there, lost, doubled, changed, driftMillis);
    }

    public int keys() {
        int there = 0;
        for (byte mask : masters) if (mask != 0) there++;
        return there;
    }

    private void ask(NodeLink master, byte bit) throws NodeTrouble, InterruptedException {
        String cursor = "0";
        do {
            List<Reply> page = master.call("SCAN", cursor, "COUNT", Integer.toString(PAGE)).items();
            cursor = page.getFirst().text();
            digest(master, page.getLast().items(), bit);
        } while (!cursor.equals("0"));
    }

    private void digest(NodeLink master, List<Reply> names, byte bit)
            throws NodeTrouble, InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        List<byte[]> request = new ArrayList<>();
        request.add(utf8("DEBUG"));
        request.add(utf8("DIGEST-VALUE"));
        List<byte[][]> times = new ArrayList<>();
        for (Reply name : names) {
            int number = AllTypes.number(name.text());
            if (number < 0 || number >= masters.length) continue;
            numbers.add(number);
            request.add(((Reply.Bulk) name).bytes());
            if (AllTypes.expires(number)) times.add(NodeLink.bytes("PEXPIRETIME", name.text()));
        }
        if (numbers.isEmpty()) return;
        List<Reply> digests = master.call(request.toArray(byte[][]::new)).items();
        // Where the slot is not at home nothing is said about it, which is different enough.
        List<Reply> expiries = times.isEmpty() ? List.of() : master.askAll(times);
        int expiry = 0;
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            long digest = Long.parseUnsignedLong(digests.get(i).text().substring(0, 16), 16);
            if (AllTypes.expires(number) && !isInTime(expiries.get(expiry++))) digest = ~digest;
            masters[number] |= bit;
            this.digests[number] = digest;
        }
    }

    private boolean isInTime(Reply expiresAt) {
        if (!(expiresAt instanceof Reply.Int millis)) return false;
        long drift = Math.abs(millis.value() - keys.expiresAtMillis());
        if (drift > DRIFT_MAX_MILLIS) return false;
        driftMillis = Math.max(driftMillis, drift);
        return true;
    }

    private static byte[] utf8(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
