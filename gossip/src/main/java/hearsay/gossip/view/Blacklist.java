package hearsay.gossip.view;

import hearsay.gossip.bus.Extensions.Forgotten;
import hearsay.gossip.model.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Nodes that were forgotten on purpose, and until when gossip may not bring them back.
///
/// A minute is what an operator has to say CLUSTER FORGET to every node; since 7.2 the nodes also
/// tell each other.
public final class Blacklist {

    public static final long TTL_SECONDS = 60;

    private final Map<NodeId, Long> untilSeconds = new LinkedHashMap<>();

    public void add(NodeId node, long ttlSeconds, long nowMillis) {
        expire(nowMillis);
        untilSeconds.put(node, nowMillis / 1000 + ttlSeconds);
    }

    public boolean contains(NodeId node, long nowMillis) {
        if (untilSeconds.isEmpty()) return false;
        expire(nowMillis);
        return untilSeconds.containsKey(node);
    }

    /// What heartbeats say of it.
    public List<Forgotten> forgotten(long nowMillis) {
        if (untilSeconds.isEmpty()) return List.of();
        expire(nowMillis);
        var list = new ArrayList<Forgotten>();
        untilSeconds.forEach(
                (node, until) -> list.add(new Forgotten(node, until - nowMillis / 1000)));
        return list;
    }

    public void clear() {
        untilSeconds.clear();
    }

    private void expire(long nowMillis) {
        untilSeconds.values().removeIf(until -> until < nowMillis / 1000);
    }
}
