package hearsay.node.bus;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.Address;

/// The way to the other members. A link is what a TCP connection of Redis' cluster bus is: opened
/// by one node, used by both, closed by either; each pair of nodes normally has two of them, one
/// opened from each side.
///
/// What holds for every implementation:
///
/// - Messages of one link arrive in the order they were sent, each at most once. When one is lost,
///   the link closes rather than go on with a hole, as TCP would.
/// - Every call returns at once. Answers come as events, see [BusListener].
/// - Each link that was opened or accepted ends in exactly one `closed`, unless this side closed
///   it.
///
/// Source: Redis Cluster specification, "The Cluster bus", "Cluster topology".
public interface Bus {

    /// Starts a link to the node that announces `peer`. Answered by `opened`, or by `closed` when
    /// nobody listens there or nobody answers within a bounded time.
    ///
    /// @param linkId the caller's number for it, 0 or more, never used twice in a node's life.
    ///   (Links that others opened have negative numbers, given by the bus.)
    void open(long linkId, Address peer);

    /// Ends a link; the peer will hear of it. No event follows here. An unknown number is ignored.
    void close(long linkId);

    /// Sends by a link that is open, whoever opened it. By any other link the message is lost.
    void send(long linkId, BusMessage message);

    /// How much of what was sent by a link has not arrived at the peer, as far as is known: bytes
    /// as [WireSize] counts them. 0 for an unknown number.
    long unsentBytes(long linkId);
}
