package hearsay.gossip.bus;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;

/// A packet of the cluster bus. One record per type of Redis 7.2, in the order of its numbers.
///
/// Source: Redis Cluster specification, "Heartbeat and gossip messages", "Failure detection".
public sealed interface BusMessage {

    Header header();

    default Type type() {
        return switch (this) {
            case Ping ping -> Type.PING;
            case Pong pong -> Type.PONG;
            case Meet meet -> Type.MEET;
            case Fail fail -> Type.FAIL;
            case Publish publish -> Type.PUBLISH;
            case VoteRequest request -> Type.VOTE_REQUEST;
            case Vote vote -> Type.VOTE;
            case Update update -> Type.UPDATE;
            case ManualFailoverStart start -> Type.MANUAL_FAILOVER_START;
            case PublishShard publish -> Type.PUBLISH_SHARD;
        };
    }

    /// The three that carry gossip. They are one packet with three meanings.
    sealed interface Heartbeat extends BusMessage {
        Gossip gossip();

        Extensions extensions();
    }

    /// "Are you there?" Answered by a PONG on the link it came by.
    record Ping(Header header, Gossip gossip, Extensions extensions) implements Heartbeat {}

    /// "I am", and also news without a question: after a promotion, say.
    record Pong(Header header, Gossip gossip, Extensions extensions) implements Heartbeat {}

    /// A PING that even a stranger must take in.
    record Meet(Header header, Gossip gossip, Extensions extensions) implements Heartbeat {}

    /// "A majority of masters cannot reach `failing`."
    record Fail(Header header, NodeId failing) implements BusMessage {}

    /// A client's PUBLISH, for every node.
    record Publish(Header header, Payload channel, Payload message) implements BusMessage {}

    /// FAILOVER_AUTH_REQUEST: "may I replace my master?"
    record VoteRequest(Header header) implements BusMessage {}

    /// FAILOVER_AUTH_ACK: "you have my vote."
    record Vote(Header header) implements BusMessage {}

    /// "What you claim belongs to `node`, by a newer `configEpoch`."
    record Update(Header header, NodeId node, long configEpoch, SlotSet slots)
            implements BusMessage {}

    /// MFSTART, a replica to its master: "pause your clients, I am to take over."
    record ManualFailoverStart(Header header) implements BusMessage {}

    /// A client's SPUBLISH, for the nodes of one shard.
    record PublishShard(Header header, Payload channel, Payload message) implements BusMessage {}

    /// The types with Redis' numbers, and the names they have in CLUSTER INFO's statistics.
    enum Type {
        // spotless:off
        PING                 (0,  "ping"),
        PONG                 (1,  "pong"),
        MEET                 (2,  "meet"),
        FAIL                 (3,  "fail"),
        PUBLISH              (4,  "publish"),
        VOTE_REQUEST         (5,  "auth-req"),
        VOTE                 (6,  "auth-ack"),
        UPDATE               (7,  "update"),
        MANUAL_FAILOVER_START(8,  "mfstart"),
        MODULE               (9,  "module"),
        PUBLISH_SHARD        (10, "publishshard");
        // spotless:on

        private final int code;
        private final String word;

        Type(int code, String word) {
            this.code = code;
            this.word = word;
        }

        public int code() {
            return code;
        }

        public String word() {
            return word;
        }
    }
}
