package hearsay.simulations.check;

import hearsay.gossip.diary.Happening;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A replica that has heard nothing of its master for too long does not stand for election, unless
/// an operator says so: it may lack more than anybody is ready to lose.
///
/// Source: Redis Cluster specification, "Replica election and promotion";
/// `cluster-replica-validity-factor`.
final class OldData extends Check {

    static final Law LAW =
            new Law(
                    "old-data-stands-back",
                    "No replica whose data are older than cluster-replica-validity-factor allows"
                            + " stands for election by itself.",
                    Severity.VIOLATION);

    private static final long SECOND = 1_000_000_000;

    /// An operator's order is void after 5 s.
    private static final long MANUAL_NANOS = 6 * SECOND;

    private final Map<String, Sight> nodes = new HashMap<>(); // never walked
    private final Map<String, Long> ordered = new HashMap<>(); // never walked
    private final long limitNanos;

    OldData(Scene scene) {
        super(LAW);
        long most = scene.maxDataAgeNanos();
        limitNanos = most == Long.MAX_VALUE ? most : most + scene.timeoutNanos() + SECOND;
        for (var node : scene.nodes()) nodes.put(node.name(), node);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.DIARY);
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Told(Happening happening))) return;
        switch (happening) {
            case Happening.ManualFailoverAccepted yes -> ordered.put(entry.where(), entry.nanos());
            case Happening.ForcedFailoverAccepted yes -> ordered.put(entry.where(), entry.nanos());
            case Happening.ElectionStarted started -> stands(entry);
            default -> {}
        }
    }

    private void stands(Entry entry) {
        var node = nodes.get(entry.where());
        if (node == null || !node.runs()) return;
        Long order = ordered.get(entry.where());
        if (order != null && entry.nanos() - order < MANUAL_NANOS) return;
        long age = node.dataAgeNanos();
        if (age <= limitNanos) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s stands for election with data that are %.1f s old: %.1f s are allowed"
                        .formatted(entry.where(), age / 1e9, limitNanos / 1e9));
    }
}
