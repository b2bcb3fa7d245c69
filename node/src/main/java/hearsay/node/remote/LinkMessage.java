package hearsay.node.remote;

import hearsay.gossip.bus.BusMessage;

/// What two bus endpoints say to each other. Remoting knows no connections, so these make them: a
/// node must learn that its peer was restarted in between, as a TCP connection would tell it.
///
/// ```
///   opener                       acceptor
///     | Open(c) -------------------> |        repeated until answered: remoting may lose it
///     | <--------------- Accepted(c) |        or Refused(c): the JVM is there, the node is not
///     | Carried(c, 1, PING) -------> |        each direction counts its messages from 1;
///     | <------- Carried(c, 1, PONG) |        a gap in the count closes the link
///     | Taken(c, 1) ---------------> |        now and then: so the sender knows what is under way
///     | Closed(c) -----------------> |        by either; also the answer to a Carried for a
///                                             connection that the receiver does not know
/// ```
sealed interface LinkMessage {

    /// A connection's name: chosen by the opener, unique across its restarts.
    ///
    /// @param incarnation drawn at random when the opener's endpoint started
    /// @param number the opener's link
    record Connection(long incarnation, long number) {}

    record Open(Connection connection) implements LinkMessage {}

    record Accepted(Connection connection) implements LinkMessage {}

    record Refused(Connection connection) implements LinkMessage {}

    /// @param fromOpener which of the two ends says so
    record Closed(Connection connection, boolean fromOpener) implements LinkMessage {}

    /// @param number 1 for the first message that this end sends by this connection
    record Carried(Connection connection, boolean fromOpener, long number, BusMessage message)
            implements LinkMessage {}

    /// A piece of an encoded message that is too big for one frame of remoting. Pieces are numbered
    /// in the same count as whole messages.
    ///
    /// @param last whether the message is complete with it
    record Piece(Connection connection, boolean fromOpener, long number, boolean last, byte[] bytes)
            implements LinkMessage {}

    /// All up to a message has arrived.
    ///
    /// @param fromOpener which of the two ends got them
    /// @param number of the last of them
    record Taken(Connection connection, boolean fromOpener, long number) implements LinkMessage {}

    /// What the serializer makes of bytes that are none of the above.
    record Unreadable(String why) implements LinkMessage {}
}
