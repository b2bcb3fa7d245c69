package hearsay.node.bus;

import hearsay.gossip.bus.BusMessage;

/// Where a [Bus] reports. It is called on the bus's own thread, one event at a time and in order: a
/// node posts each call into its own mailbox and returns at once.
public interface BusListener {

    /// The peer has accepted: messages may go both ways.
    void opened(long linkId);

    /// The link is no more: refused, unanswered, ended by the peer, or torn.
    void closed(long linkId);

    /// A peer has opened a link to us.
    ///
    /// @param linkId the bus's number for it, below 0
    /// @param remoteIp the IP that the peer comes from
    void accepted(long linkId, String remoteIp);

    void received(long linkId, BusMessage message);
}
