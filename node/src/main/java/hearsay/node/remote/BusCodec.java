package hearsay.node.remote;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.BusMessage.Type;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.bus.Header;
import hearsay.node.remote.WireReader.Malformed;
import java.util.ArrayList;

/// Packets of the cluster bus as bytes: Redis' fields in Redis' order, written shorter than its own
/// 2256 bytes and 104 per entry. One byte of type, the header, then what the type carries.
final class BusCodec {

    private static final int MAX_PORT = 65535;

    /// An entry has a form and 20 bytes for its node, and at least one for each other field.
    private static final int LEAST_ENTRY = 28, LEAST_FORGOTTEN = 22;

    private BusCodec() {}

    /// Roughly how many bytes a message will take; never less than it does.
    static long estimate(BusMessage message) {
        long size = 2300 + message.header().ip().length() * 3L;
        return switch (message) {
            case BusMessage.Publish publish ->
                    size + publish.channel().bytes().length + publish.message().bytes().length;
            case BusMessage.PublishShard publish ->
                    size + publish.channel().bytes().length + publish.message().bytes().length;
            case BusMessage.Update update -> size + 2200;
            case BusMessage.Heartbeat heartbeat -> size + estimate(heartbeat);
            case BusMessage.Fail fail -> size + 50;
            case BusMessage.VoteRequest request -> size;
            case BusMessage.Vote vote -> size;
            case BusMessage.ManualFailoverStart start -> size;
        };
    }

    private static long estimate(BusMessage.Heartbeat heartbeat) {
        long size = 0;
        for (var entry : heartbeat.gossip()) size += 100 + entry.ip().length() * 3L;
        Extensions extensions = heartbeat.extensions();
        size += 100 + (extensions.hostname().length() + extensions.nodename().length()) * 3L;
        return size + extensions.forgotten().size() * 60L;
    }

    static void write(BusMessage message, WireWriter out) {
        out.octet(message.type().code());
        write(message.header(), out);
        switch (message) {
            case BusMessage.Heartbeat heartbeat -> {
                write(heartbeat.gossip(), out);
                write(heartbeat.extensions(), out);
            }
            case BusMessage.Fail fail -> out.id(fail.failing());
            case BusMessage.Publish publish ->
                    out.payload(publish.channel()).payload(publish.message());
            case BusMessage.PublishShard publish ->
                    out.payload(publish.channel()).payload(publish.message());
            case BusMessage.Update update ->
                    out.id(update.node()).number(update.configEpoch()).slots(update.slots());
            case BusMessage.VoteRequest request -> {}
            case BusMessage.Vote vote -> {}
            case BusMessage.ManualFailoverStart start -> {}
        }
    }

    static BusMessage read(WireReader in) throws Malformed {
        Type type = type(in.octet());
        Header header = header(in);
        return switch (type) {
            case PING -> new BusMessage.Ping(header, gossip(in), extensions(in));
            case PONG -> new BusMessage.Pong(header, gossip(in), extensions(in));
            case MEET -> new BusMessage.Meet(header, gossip(in), extensions(in));
            case FAIL -> new BusMessage.Fail(header, in.id());
            case PUBLISH -> new BusMessage.Publish(header, in.payload(), in.payload());
            case VOTE_REQUEST -> new BusMessage.VoteRequest(header);
            case VOTE -> new BusMessage.Vote(header);
            case UPDATE -> new BusMessage.Update(header, in.id(), in.number(), in.slots());
            case MANUAL_FAILOVER_START -> new BusMessage.ManualFailoverStart(header);
            case PUBLISH_SHARD -> new BusMessage.PublishShard(header, in.payload(), in.payload());
            case MODULE -> throw new Malformed("a module's packet");
        };
    }

    private static Type type(int code) throws Malformed {
        for (Type type : Type.values()) if (type.code() == code) return type;
        throw new Malformed("a packet of type " + code);
    }

    private static void write(Header header, WireWriter out) {
        out.id(header.sender())
                .number(header.currentEpoch())
                .number(header.configEpoch())
                .number(header.offset())
                .slots(header.slots())
                .id(header.master())
                .text(header.ip())
                .number(header.port())
                .number(header.tlsPort())
                .number(header.busPort())
                .number(header.flags())
                .flag(header.stateOk())
                .octet(header.mflags());
    }

    private static Header header(WireReader in) throws Malformed {
        return new Header(
                in.id(),
                in.number(),
                in.number(),
                in.number(),
                in.slots(),
                in.idOrNone(),
                in.text(),
                in.number(MAX_PORT),
                in.number(MAX_PORT),
                in.number(MAX_PORT),
                in.number(0xFFFF),
                in.flag(),
                in.octet());
    }

    private static void write(Gossip gossip, WireWriter out) {
        out.number(gossip.size());
        for (var entry : gossip) {
            out.id(entry.node())
                    .number(entry.pingSentSeconds())
                    .number(entry.pongReceivedSeconds())
                    .text(entry.ip())
                    .number(entry.port())
                    .number(entry.tlsPort())
                    .number(entry.busPort())
                    .number(entry.flags());
        }
    }

    private static Gossip gossip(WireReader in) throws Malformed {
        int count = in.count(LEAST_ENTRY);
        var gossip = new Gossip(count);
        for (int i = 0; i < count; i++) {
            gossip.tell(
                    new GossipEntry(
                            in.id(),
                            in.seconds(),
                            in.seconds(),
                            in.text(),
                            in.number(MAX_PORT),
                            in.number(MAX_PORT),
                            in.number(MAX_PORT),
                            in.number(0xFFFF)));
        }
        return gossip;
    }

    private static void write(Extensions extensions, WireWriter out) {
        out.text(extensions.hostname()).text(extensions.nodename()).id(extensions.shardId());
        out.number(extensions.forgotten().size());
        for (var forgotten : extensions.forgotten()) {
            out.id(forgotten.node()).number(forgotten.ttlSeconds());
        }
    }

    private static Extensions extensions(WireReader in) throws Malformed {
        String hostname = in.text();
        String nodename = in.text();
        var shard = in.idOrNone();
        int count = in.count(LEAST_FORGOTTEN);
        var forgotten = new ArrayList<Extensions.Forgotten>(count);
        for (int i = 0; i < count; i++) {
            forgotten.add(new Extensions.Forgotten(in.id(), in.number()));
        }
        return new Extensions(hostname, nodename, shard, forgotten);
    }
}
