package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage;

/// Everything that can happen to a member.
///
/// A link has a number: the member's own, outbound ones are positive and numbered by the member
/// ([Effect.OpenLink]); the shell numbers those that it accepts from -1 downwards and never uses a
/// number twice. An event about a link that no longer exists is ignored, so the shell need not take
/// care of crossing messages.
public sealed interface Event {

    /// A tenth of a second has passed.
    record Tick(ReplicationStatus replication) implements Event {}

    /// My replication offset is `offset` at this very moment. Due after [Effect.PauseClients], and
    /// when the offset asked for by [Effect.AwaitOffset] is reached.
    record OffsetIs(long offset) implements Event {}

    /// What I decided is written, as [Effect.AwaitSaved] wanted to know.
    record Saved() implements Event {}

    /// A link asked for by [Effect.OpenLink] stands.
    record LinkOpened(long link) implements Event {}

    /// A link was refused, reset, or closed by the peer.
    record LinkClosed(long link) implements Event {}

    /// A peer opened a link to me.
    ///
    /// @param remoteIp the peer's address on it
    /// @param localIp my address on it, from which I learn what others call me; "" if unknown
    record LinkAccepted(long link, String remoteIp, String localIp) implements Event {}

    record Received(long link, BusMessage message) implements Event {}
}
