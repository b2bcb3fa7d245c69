package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.NodeId;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every election has an epoch that is new to who stands: greater than any that it has spoken of in
/// this life.
///
/// If it were not, all who have voted in that epoch would refuse, and nobody would ever be elected
/// again; nor could one tell from its config epoch which of two failovers was the last.
///
/// Source: Redis Cluster specification, "Replica election and promotion".
final class NewEpochs extends Check {

    static final Law LAW =
            new Law(
                    "elections-raise-the-epoch",
                    "Who stands for election does so in a greater epoch than it has spoken of"
                            + " before.",
                    Severity.VIOLATION);

    private final Map<NodeId, Long> said = new HashMap<>(); // never walked

    /// When each began its life.
    private final Map<NodeId, Long> since = new HashMap<>(); // never walked

    private final Map<String, Sight> nodes = new HashMap<>(); // never walked

    NewEpochs(Scene scene) {
        super(LAW);
        for (var node : scene.nodes()) nodes.put(node.name(), node);
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.BUS, Sense.DIARY);
    }

    @Override
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {
        var header = message.header();
        if (sentNanos < since.getOrDefault(header.sender(), 0L)) return;
        var before = said.get(header.sender());
        if (before != null && before >= header.currentEpoch()) return;
        said.put(header.sender(), header.currentEpoch());
    }

    @Override
    void noted(Entry entry) {
        if (!(entry.what() instanceof Told(Happening happening))) return;
        switch (happening) {
            case Happening.Recalled(var myself) -> {
                said.remove(myself);
                since.put(myself, entry.nanos());
            }
            case Happening.ElectionStarted(long epoch) -> stands(entry, epoch);
            default -> {}
        }
    }

    private void stands(Entry entry, long epoch) {
        var node = nodes.get(entry.where());
        if (node == null || !node.runs()) return;
        long before = said.getOrDefault(node.id(), -1L);
        if (epoch > before) return;
        broken(
                entry.nanos(),
                entry.where(),
                "%s stands for election in epoch %d, of which it spoke before"
                        .formatted(entry.where(), epoch));
    }
}
