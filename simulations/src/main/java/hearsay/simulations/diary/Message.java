package hearsay.simulations.diary;

import hearsay.gossip.bus.BusMessage;

/// One packet of the cluster bus that somebody watched.
///
/// @param arrivedNanos [#NEVER] if it was lost
/// @param from the name of the node that sent it
/// @param to of the one that it was sent to
public record Message(
        long sentNanos, long arrivedNanos, String from, String to, BusMessage message) {

    public static final long NEVER = Long.MAX_VALUE;

    public Message {
        if (arrivedNanos < sentNanos)
            throw new IllegalArgumentException("arrived before it was sent");
    }

    public boolean isLost() {
        return arrivedNanos == NEVER;
    }

    /// Whether it is one of those by which nodes decide something. The others, hundreds of PINGs
    /// and PONGs a second, only keep each other up to date.
    public static boolean decides(BusMessage message) {
        return switch (message.type()) {
            case FAIL, VOTE_REQUEST, VOTE, UPDATE, MANUAL_FAILOVER_START, MEET -> true;
            case PING, PONG, PUBLISH, PUBLISH_SHARD, MODULE -> false;
        };
    }

    /// In the specification's words: `FAIL about 7000`, `FAILOVER_AUTH_ACK in epoch 7`.
    public String text(Names names) {
        long epoch = message.header().currentEpoch();
        return switch (message) {
            case BusMessage.Ping ping -> "PING";
            case BusMessage.Pong pong -> "PONG";
            case BusMessage.Meet meet -> "MEET";
            case BusMessage.Fail fail -> "FAIL about " + names.of(fail.failing());
            case BusMessage.Publish publish -> "PUBLISH";
            case BusMessage.PublishShard publish -> "PUBLISHSHARD";
            case BusMessage.VoteRequest request -> "FAILOVER_AUTH_REQUEST in epoch " + epoch;
            case BusMessage.Vote vote -> "FAILOVER_AUTH_ACK in epoch " + epoch;
            case BusMessage.Update update ->
                    "UPDATE about %s, config epoch %d"
                            .formatted(names.of(update.node()), update.configEpoch());
            case BusMessage.ManualFailoverStart start -> "MFSTART";
        };
    }
}
