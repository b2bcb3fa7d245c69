package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node is marked FAIL only by who has heard within 2 T from a majority of the masters, itself
/// included if it is one, that they cannot reach it either.
///
/// Source: Redis Cluster specification, "Failure detection".
final class Failing extends Check {

    static final Law LAW =
            new Law(
                    "reports-suffice",
                    "No node is marked FAIL without the reports of a majority of the masters.",
                    Severity.VIOLATION);

    private static final int SUSPECTED = NodeFlags.PFAIL | NodeFlags.FAIL;

    /// Of the time that reports are valid: clocks drift, and the node looks ten times a second.
    private static final double TOLERANCE = 1.1;

    private static final long TOLERANCE_NANOS = 300_000_000;
    private static final long JUMP_NANOS = 50_000_000;

    private static final class Listener {
        final Sight node;

        /// When it was last seen to hear at once what arrives.
        long attentiveNanos;

        long clockErrorNanos;
        boolean clockJumped;

        /// Whether it was a master when it was last looked at: a verdict is told when all is done
        /// that one message brought about, and that may have made a replica of the judge.
        boolean wasMaster;

        /// By whom it is about, by reporter: when the report was heard.
        final Map<NodeId, Map<NodeId, Long>> reports = new HashMap<>();

        Listener(Sight node) {
            this.node = node;
            clockErrorNanos = node.clockErrorNanos();
        }
    }

    private final Map<String, Listener> byIp = new HashMap<>(); // never walked
    private final Map<String, Listener> byName = new LinkedHashMap<>();
    private final long validNanos;

    Failing(Scene scene) {
        super(LAW);
        validNanos = (long) (2 * scene.timeoutNanos() * TOLERANCE) + TOLERANCE_NANOS;
        for (var node : scene.nodes()) {
            var listener = new Listener(node);
            byIp.put(node.ip(), listener);
            byName.put(node.name(), listener);
        }
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.BUS, Sense.DIARY, Sense.TIME);
    }

    @Override
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        if (arrivedNanos == Long.MAX_VALUE) return;
        if (!(message instanceof BusMessage.Heartbeat heartbeat)) return;
        if ((message.header().flags() & NodeFlags.MASTER) == 0) return;
        var gossip = heartbeat.gossip();
        for (int i = 0; i < gossip.size(); i++) {
            var entry = gossip.get(i);
            if ((entry.flags() & SUSPECTED) == 0) continue;
            var listener = byIp.get(toIp);
            if (listener == null) return;
            listener.reports
                    .computeIfAbsent(entry.node(), unseen -> new HashMap<>())
                    .put(message.header().sender(), arrivedNanos);
        }
    }

    /// A clock that was set back makes old reports young again.
    @Override
    void look(long nanos) {
        for (var listener : byName.values()) {
            hearLate(listener, nanos);
            long error = listener.node.clockErrorNanos();
            if (error < listener.clockErrorNanos - JUMP_NANOS) listener.clockJumped = true;
            listener.clockErrorNanos = error;
            if (listener.node.runs()) listener.wasMaster = listener.node.isMaster();
        }
    }

    /// What comes while a node waits for its disk is not heard before the file is written.
    private static void hearLate(Listener listener, long nanos) {
        if (!listener.node.runs() || !listener.node.isSaving()) {
            listener.attentiveNanos = nanos;
            return;
        }
        for (var byReporter : listener.reports.values())
            byReporter.replaceAll(
                    (reporter, heard) -> heard >= listener.attentiveNanos ? nanos : heard);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Told(Happening.MarkedFailed(var failed)))) return;
        var listener = byName.get(entry.where());
        if (listener == null || !listener.node.runs()) return;
        var node = listener.node;
        long from = listener.clockJumped ? Long.MIN_VALUE : entry.nanos() - validNanos;
        long reports =
                listener.reports.getOrDefault(failed.id(), Map.of()).entrySet().stream()
                        .filter(report -> report.getValue() >= from)
                        .filter(report -> !report.getKey().equals(failed.id()))
                        .count();
        if (node.isMaster() || listener.wasMaster) reports++;
        int needed = node.owners().size() / 2 + 1;
        if (reports >= needed) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s marks %s as FAIL by the word of %d masters: %d needed"
                        .formatted(entry.where(), failed.id(), reports, needed));
    }
}
