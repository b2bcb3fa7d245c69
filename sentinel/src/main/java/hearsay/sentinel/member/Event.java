package hearsay.sentinel.member;

import hearsay.client.connection.Reply;
import org.jspecify.annotations.Nullable;

/// Everything that can happen to a Sentinel, but for the commands of its clients.
public sealed interface Event {

    /// The time asked for by [Effect.WakeAfter] has passed.
    record Tick() implements Event {}

    /// A link asked for by [Effect.Open] stands.
    ///
    /// @param localIp my address on it, which is what I tell others about me
    record LinkOpened(long link, String localIp) implements Event {}

    /// A link was refused, reset, or closed by the peer. Its pending requests will not be answered.
    ///
    /// @param reason as the system words it, `Connection refused`; null for a plain close
    record LinkClosed(long link, @Nullable String reason) implements Event {}

    record Answered(long link, long request, Reply reply) implements Event {}

    /// A message on a subscribed channel.
    record Said(long link, String channel, String message) implements Event {}
}
