package hearsay.gossip.bus;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import org.jspecify.annotations.Nullable;

/// What every packet says of its sender. The fields are those of the header of Redis' cluster bus.
///
/// Source: Redis 7.2, cluster bus protocol version 1 (`RCmb`).
///
/// @param sender the sender's id
/// @param currentEpoch the greatest epoch that the sender has heard of
/// @param configEpoch the epoch of the sender's slots; a replica gives its master's
/// @param offset replication offset: produced, if a master; processed, if a replica
/// @param slots the sender's slots; a replica gives its master's
/// @param master whom the sender replicates, null for a master
/// @param ip the IP that the sender announces, "" to let receivers look at the connection
/// @param port for clients in plain TCP
/// @param tlsPort for clients with TLS, 0 for none. (On the wire `port` and `pport`; which of both
///   is the TLS one depends on `tls-cluster`.)
/// @param busPort for the cluster bus
/// @param flags the sender's own flags, see [hearsay.gossip.model.NodeFlags]
/// @param stateOk whether the cluster works, as the sender sees it
/// @param mflags [#PAUSED] and [#FORCEACK]; whether extensions follow is the serializer's business
public record Header(
        NodeId sender,
        long currentEpoch,
        long configEpoch,
        long offset,
        SlotSet slots,
        @Nullable NodeId master,
        String ip,
        int port,
        int tlsPort,
        int busPort,
        int flags,
        boolean stateOk,
        int mflags) {

    /// The master has paused its clients for a manual failover: its offset will not grow.
    public static final int PAUSED = 1;

    /// Vote even though my master is up: the failover was asked for.
    public static final int FORCEACK = 1 << 1;

    public boolean has(int mflag) {
        return (mflags & mflag) != 0;
    }
}
