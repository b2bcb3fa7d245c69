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

    /// Whether both say the same, save when the node was heard.
    public boolean differsOnlyInPong(GossipEntry that) {
        return node.equals(that.node)
                && pingSentSeconds == that.pingSentSeconds
                && flags == that.flags
                && port == that.port
                && tlsPort == that.tlsPort
                && busPort == that.busPort
                && ip.equals(that.ip);
    }
}
