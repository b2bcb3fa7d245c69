package hearsay.node.remote;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.bus.Header;
import hearsay.gossip.bus.Payload;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import hearsay.node.remote.LinkMessage.Connection;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Every kind of message, its fields drawn from a seed over their whole ranges.
final class RandomMessages {

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    LinkMessage linkMessage() {
        var connection = new Connection(random.nextLong(), random.nextLong());
        return switch (random.nextInt(10)) {
            case 0 -> new LinkMessage.Open(connection);
            case 1 -> new LinkMessage.Accepted(connection);
            case 2 -> new LinkMessage.Refused(connection);
            case 3 -> new LinkMessage.Closed(connection, random.nextBoolean());
            case 4 -> new LinkMessage.Taken(connection, random.nextBoolean(), random.nextLong());
            default ->
                    new LinkMessage.Carried(
                            connection, random.nextBoolean(), random.nextLong(), busMessage());
        };
    }

    BusMessage busMessage() {
        var header = header();
        return switch (random.nextInt(10)) {
            case 0 -> new BusMessage.Ping(header, gossip(), extensions());
            case 1 -> new BusMessage.Pong(header, gossip(), extensions());
            case 2 -> new BusMessage.Meet(header, gossip(), extensions());
            case 3 -> new BusMessage.Fail(header, id());
            case 4 -> new BusMessage.Publish(header, payload(), payload());
            case 5 -> new BusMessage.VoteRequest(header);
            case 6 -> new BusMessage.Vote(header);
            case 7 -> new BusMessage.Update(header, id(), random.nextLong(), slots());
            case 8 -> new BusMessage.ManualFailoverStart(header);
            default -> new BusMessage.PublishShard(header, payload(), payload());
        };
    }

    private Header header() {
        return new Header(
                id(),
                number(),
                number(),
                random.nextLong(),
                slots(),
                random.nextBoolean() ? id() : null,
                ip(),
                port(),
                port(),
                port(),
                random.nextInt(1 << 10),
                random.nextBoolean(),
                random.nextInt(4));
    }

    private Gossip gossip() {
        var entries =
                IntStream.range(0, random.nextInt(6))
                        .mapToObj(i ->
                                new GossipEntry(
                                        id(),
                                        seconds(),
                                        seconds(),
                                        ip(),
                                        port(),
                                        port(),
                                        port(),
                                        random.nextInt(1 << 10)))
                        .toList();
        return Gossip.of(entries);
    }

    /// Unsigned 32 bits, as on Redis' own bus.
    private long seconds() {
        return Integer.toUnsignedLong(random.nextInt());
    }

    private Extensions extensions() {
        if (random.nextBoolean()) return Extensions.NONE;
        var forgotten =
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> new Extensions.Forgotten(id(), number()))
                        .toList();
        return new Extensions(
                "höst-" + random.nextInt(100), "", random.nextBoolean() ? id() : null, forgotten);
    }

    /// Mostly as Redis draws them; sometimes with letters beyond hex, which Redis lets pass.
    private NodeId id() {
        if (random.nextInt(5) > 0) return NodeId.random(random);
        var text = new StringBuilder();
        while (text.length() < NodeId.LENGTH) {
            text.append("0123456789abcdefghijklmnopqrstuvwxyz".charAt(random.nextInt(36)));
        }
        return new NodeId(text.toString());
    }

    private SlotSet slots() {
        return switch (random.nextInt(5)) {
            case 0 -> SlotSet.EMPTY;
            case 1 -> SlotSet.ALL;
            case 2 -> SlotSet.of(random.nextInt(16384), random.nextInt(16384));
            case 3 -> SlotSet.range(random.nextInt(5000), 5000 + random.nextInt(11384));
            default -> {
                var scattered = new SlotSet.Builder();
                for (int i = random.nextInt(2000); i >= 0; i--)
                    scattered.add(random.nextInt(16384));
                yield scattered.build();
            }
        };
    }

    private Payload payload() {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return new Payload(bytes);
    }

    private long number() {
        return random.nextLong() >>> random.nextInt(1, 64);
    }

    private String ip() {
        return random.nextInt(4) == 0 ? "" : "10.0.0." + random.nextInt(256);
    }

    private int port() {
        return random.nextInt(65536);
    }
}
