package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A master that hears from no majority of the masters, not even by way of others, stops serving
/// within 2 T + 1 s: it pings each within T / 2, misses the answer after T, and looks ten times a
/// second.
///
/// What arrives while its nodes.conf is being written it hears when that is done.
///
/// One that hears but is not heard goes on serving, and so does, for as long as that was, one whose
/// clock was set back: both are properties of Redis.
///
/// Source: Redis Cluster specification, "Availability".
final class Minority extends Check {

    static final Law LAW =
            new Law(
                    "minority-stops",
                    "A master that hears from no majority of the masters says cluster_state:fail"
                            + " within 2 T + 1 s.",
                    Severity.VIOLATION);

    private static final long SLACK_NANOS = 1_000_000_000;
    private static final long JUMP_NANOS = 50_000_000;
    private static final long MOVES = Long.MAX_VALUE;

    private final List<? extends Sight> nodes;
    private final Map<String, Integer> byIp = new HashMap<>(); // never walked
    private final long windowNanos;

    /// Since when each node has lived without a break, in an even time.
    private final long[] since;

    private long lookedNanos;

    /// Since when each node stands still for its disk, or a moment longer; [#MOVES] if it does not.
    private final long[] stillSince;

    private final int[] lives;
    private final long[] clockErrorNanos;

    // Senders have numbers in the order of their first word.
    private final Map<NodeId, Integer> senders = new HashMap<>(); // never walked
    private final long[][] heardNanos;
    private int[] hostOf = new int[8];
    private boolean[] votes = new boolean[8];
    private int voters;

    Minority(Scene scene) {
        super(LAW);
        nodes = scene.nodes();
        windowNanos = 2 * scene.timeoutNanos() + SLACK_NANOS;
        since = new long[nodes.size()];
        stillSince = new long[nodes.size()];
        Arrays.fill(stillSince, MOVES);
        lives = new int[nodes.size()];
        clockErrorNanos = new long[nodes.size()];
        heardNanos = new long[nodes.size()][8];
        for (int i = 0; i < nodes.size(); i++) {
            byIp.put(nodes.get(i).ip(), i);
            since[i] = scene.nanos();
        }
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.BUS, Sense.TIME);
    }

    @Override
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        if (arrivedNanos == Long.MAX_VALUE) return;
        Integer to = byIp.get(toIp);
        Integer from = byIp.get(fromIp);
        if (to == null || from == null) return;
        var header = message.header();
        int sender = number(header.sender());
        hostOf[sender] = from;
        boolean voter = (header.flags() & NodeFlags.MASTER) != 0 && !header.slots().isEmpty();
        if (voter != votes[sender]) {
            votes[sender] = voter;
            voters += voter ? 1 : -1;
        }
        if (heardNanos[to].length <= sender) {
            heardNanos[to] = Arrays.copyOf(heardNanos[to], votes.length);
        }
        heardNanos[to][sender] = arrivedNanos;
    }

    private int number(NodeId sender) {
        Integer known = senders.get(sender);
        if (known != null) return known;
        int number = senders.size();
        senders.put(sender, number);
        if (number == votes.length) {
            votes = Arrays.copyOf(votes, number * 2);
            hostOf = Arrays.copyOf(hostOf, number * 2);
        }
        return number;
    }

    @Override
    void look(long nanos) {
        for (int i = 0; i < nodes.size(); i++) {
            var node = nodes.get(i);
            since[i] = Math.max(since[i], beginning(i, node, nanos));
            hearLate(i, node, nanos);
            if (nanos - since[i] < windowNanos || !node.isMaster() || !node.isOk()) continue;
            if (countHeard(i, nanos) > voters / 2) continue;
            examine(i, node, nanos);
        }
        lookedNanos = nanos;
    }

    private void hearLate(int i, Sight node, long nanos) {
        boolean still = node.runs() && node.isSaving();
        if (still) stillSince[i] = Math.min(stillSince[i], lookedNanos);
        var heard = heardNanos[i];
        for (int s = 0; s < heard.length && stillSince[i] != MOVES; s++) {
            if (heard[s] >= stillSince[i] && heard[s] < nanos) heard[s] = nanos;
        }
        if (!still) stillSince[i] = MOVES;
    }

    /// From when on its silence counts, as far as can be told now: a process begins anew, and to a
    /// clock that was set back everything was heard in the future until it is there again.
    private long beginning(int i, Sight node, long nanos) {
        long jumped = node.clockErrorNanos() - clockErrorNanos[i];
        boolean begins = !node.runs() || node.lives() != lives[i];
        lives[i] = node.lives();
        clockErrorNanos[i] += jumped;
        if (jumped < -JUMP_NANOS) return nanos - jumped;
        return begins || jumped > JUMP_NANOS ? nanos : 0;
    }

    private int countHeard(int i, long nanos) {
        int count = 0;
        var heard = heardNanos[i];
        for (int s = 0; s < heard.length; s++) {
            if (votes[s] && heard[s] > 0 && nanos - heard[s] <= windowNanos) count++;
        }
        return count;
    }

    /// Counts again, with those heard by way of others, and going by what the node itself takes for
    /// the masters.
    private void examine(int i, Sight node, long nanos) {
        var masters = node.owners().keySet();
        var near = near(i, nanos);
        int reached = 0;
        for (var master : masters) {
            Integer sender = senders.get(master);
            boolean myself = master.equals(node.id());
            if (myself || (sender != null && near[hostOf[sender]])) reached++;
        }
        if (reached > masters.size() / 2 || masters.isEmpty()) return;
        broken(
                nanos,
                node.name(),
                "%s serves, but for %.1f s has heard from %d of %d masters, itself included"
                        .formatted(node.name(), windowNanos / 1e9, reached, masters.size()));
    }

    /// Whom it hears directly, and whom those hear.
    private boolean[] near(int start, long nanos) {
        var near = new boolean[nodes.size()];
        var queue = new int[nodes.size()];
        int end = 0;
        queue[end++] = start;
        near[start] = true;
        for (int at = 0; at < end; at++) {
            var heard = heardNanos[queue[at]];
            for (int s = 0; s < heard.length; s++) {
                if (heard[s] == 0 || nanos - heard[s] > windowNanos || near[hostOf[s]]) continue;
                near[hostOf[s]] = true;
                queue[end++] = hostOf[s];
            }
        }
        return near;
    }
}
