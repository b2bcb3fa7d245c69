package hearsay.node.bus;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Extensions;

/// How many bytes a message takes on Redis' own cluster bus, without building them.
///
/// Source: the layout of `clusterMsg` in Redis 7.2, bus protocol version 1.
public final class WireSize {

    private static final int HEADER = 2256;
    private static final int GOSSIP_ENTRY = 104;
    private static final int NODE_NAME = 40;
    private static final int UPDATE = 8 + NODE_NAME + 2048;
    private static final int PUBLISH_LENGTHS = 8;
    private static final int EXTENSION_HEADER = 8;
    private static final int SHARD_ID = EXTENSION_HEADER + NODE_NAME;
    private static final int FORGOTTEN = EXTENSION_HEADER + NODE_NAME + 8;

    private WireSize() {}

    public static int of(BusMessage message) {
        return HEADER
                + switch (message) {
                    case BusMessage.Heartbeat heartbeat ->
                            GOSSIP_ENTRY * heartbeat.gossip().size() + of(heartbeat.extensions());
                    case BusMessage.Fail fail -> NODE_NAME;
                    case BusMessage.Update update -> UPDATE;
                    case BusMessage.Publish publish ->
                            PUBLISH_LENGTHS
                                    + publish.channel().bytes().length
                                    + publish.message().bytes().length;
                    case BusMessage.PublishShard publish ->
                            PUBLISH_LENGTHS
                                    + publish.channel().bytes().length
                                    + publish.message().bytes().length;
                    case BusMessage.VoteRequest request -> 0;
                    case BusMessage.Vote vote -> 0;
                    case BusMessage.ManualFailoverStart start -> 0;
                };
    }

    private static int of(Extensions extensions) {
        return text(extensions.hostname())
                + text(extensions.nodename())
                + (extensions.shardId() == null ? 0 : SHARD_ID)
                + FORGOTTEN * extensions.forgotten().size();
    }

    /// With a zero at its end, in multiples of eight.
    private static int text(String text) {
        return text.isEmpty() ? 0 : EXTENSION_HEADER + (text.length() / 8 + 1) * 8;
    }
}
