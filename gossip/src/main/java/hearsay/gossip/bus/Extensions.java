package hearsay.gossip.bus;

import hearsay.gossip.model.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What heartbeats may carry behind the gossip since Redis 7.
///
/// @param hostname announced to clients, "" for none
/// @param nodename for people to read in logs, "" for none
/// @param shardId shared by a master and its replicas; null from peers older than 7.2
/// @param forgotten whom the sender was told to forget
public record Extensions(
        String hostname, String nodename, @Nullable NodeId shardId, List<Forgotten> forgotten) {

    /// A node that CLUSTER FORGET removed, and for how much longer it must not come back.
    public record Forgotten(NodeId node, long ttlSeconds) {}

    public static final Extensions NONE = new Extensions("", "", null, List.of());

    public Extensions {
        forgotten = List.copyOf(forgotten);
    }
}
