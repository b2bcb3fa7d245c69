package hearsay.gossip.bus;

import hearsay.gossip.model.NodeId;

/// What a heartbeat says of a third node.
///
/// @param pingSentSeconds when the sender last sent it a PING not yet answered, Unix time, 0 for
///   none
/// @param pongReceivedSeconds when the sender last heard its PONG, Unix time
/// @param flags see [hearsay.gossip.model.NodeFlags]
public record GossipEntry(
        NodeId node,
        long pingSentSeconds,
        long pongReceivedSeconds,
        String ip,
        int port,
        int tlsPort,
        int busPort,
        int flags) {

    /// The same, save when the node was heard.
    public GossipEntry heardAt(long pongReceivedSeconds) {
        if (pongReceivedSeconds == this.pongReceivedSeconds) return this;
        return new GossipEntry(
                node, pingSentSeconds, pongReceivedSeconds, ip, port, tlsPort, busPort, flags);
    }
}
