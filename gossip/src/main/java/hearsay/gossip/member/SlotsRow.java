package hearsay.gossip.member;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotRange;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One element of the reply to CLUSTER SLOTS: who serves a range, its master first.
///
/// Source: CLUSTER SLOTS, "Nested Result Array".
public record SlotsRow(SlotRange range, List<Server> servers) {

    /// One who serves it.
    ///
    /// @param endpoint null stands for "the host that you are talking to"; "?" for "not known"
    /// @param metadata `ip` and `hostname`, whichever the endpoint is not, in reply order
    public record Server(
            @Nullable String endpoint,
            int port,
            int tlsPort,
            NodeId id,
            SequencedMap<String, String> metadata) {}
}
