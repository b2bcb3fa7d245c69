package hearsay.gossip.member;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import java.util.List;

/// One element of the reply to CLUSTER SHARDS: a master with its slots, and its replicas.
///
/// Source: CLUSTER SHARDS.
public record Shard(List<SlotRange> slots, List<Server> nodes) {

    /// The fields in reply order.
    ///
    /// @param port not in the reply if 0
    /// @param tlsPort not in the reply if 0
    /// @param hostname not in the reply if ""
    /// @param role `master` or `replica`
    /// @param health `online`, `loading` or `fail`
    public record Server(
            NodeId id,
            int port,
            int tlsPort,
            String ip,
            String endpoint,
            String hostname,
            String role,
            long replicationOffset,
            String health) {}
}
