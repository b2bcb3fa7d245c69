package hearsay.node.pubsub;

import hearsay.gossip.model.SlotSet;
import hearsay.gossip.routing.HashSlot;
import hearsay.node.keyspace.Glob;
import hearsay.node.pubsub.Subscriptions.Topic;
import hearsay.node.resp.Buffers;
import hearsay.node.resp.Bytes;
import hearsay.node.resp.Replies;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Channels and those who listen to them.
///
/// A message is for whoever listens at this moment and is kept for nobody. It reaches first the
/// subscribers of its channel and then those of patterns that match, each in the order in which
/// they subscribed; who subscribed in several ways gets it several times.
///
/// Sharded channels are a world of their own: no patterns, and they exist only where their hash
/// slot is served.
///
/// Source: Redis documentation, "Redis Pub/Sub" and "Sharded Pub/Sub".
public final class PubSub {

    /// Bytes of heap that a session holds for each of its subscriptions.
    public static final long SUBSCRIPTION_MEMORY = Subscriptions.PER_SUBSCRIPTION;

    private final Server server;
    private final Subscriptions<Session> channels = new Subscriptions<>();
    private final Subscriptions<Session> patterns = new Subscriptions<>();
    private final Subscriptions<Session> shardChannels = new Subscriptions<>();

    /// A message is encoded once, however many listen: RESP2 and RESP3 differ in the first byte.
    private final Replies encoded = new Replies(new Buffers());

    public PubSub(Server server) {
        this.server = server;
        var info = server.info();
        info.gauge("pubsub_channels", () -> names(Subject.CHANNEL));
        info.gauge("pubsub_patterns", () -> names(Subject.PATTERN));
        info.gauge("pubsubshard_channels", () -> names(Subject.SHARD_CHANNEL));
        server.memory().count("pubsub", this::memory);
    }

    private long memory() {
        return channels.memory() + patterns.memory() + shardChannels.memory();
    }

    // Those who listen.

    /// From now on the session hears what is said there.
    ///
    /// @param to where the confirmation goes, which is the reply
    public void subscribe(Session session, Subject subject, Bytes name, Replies to) {
        table(subject).add(session, name);
        settle(session);
        confirm(to, subject.begin, name, count(session, subject));
    }

    public void unsubscribe(Session session, Subject subject, Bytes name, Replies to) {
        table(subject).remove(session, name);
        settle(session);
        confirm(to, subject.end, name, count(session, subject));
    }

    /// Ends all subscriptions of one kind. Each is confirmed; that there was none, too.
    public void unsubscribeAll(Session session, Subject subject, Replies to) {
        var names = table(subject).of(session);
        for (var name : names) unsubscribe(session, subject, name, to);
        if (names.isEmpty()) confirm(to, subject.end, null, count(session, subject));
    }

    /// The session is over, or begins anew: nothing is confirmed.
    public void forget(Session session) {
        channels.removeAll(session);
        patterns.removeAll(session);
        shardChannels.removeAll(session);
        settle(session);
    }

    /// These slots have another owner: whoever listens to their channels is told that it is over
    /// here.
    public void slotsChanged(SlotSet slots) {
        if (shardChannels.isEmpty()) return;
        for (var topic : List.copyOf(shardChannels.topics())) {
            var name = topic.name;
            if (!slots.contains(HashSlot.of(name.array(), 0, name.length()))) continue;
            for (var session : List.copyOf(topic.subscribers)) {
                unsubscribe(session, Subject.SHARD_CHANNEL, name, server.pushes(session));
            }
        }
    }

    /// To how many names of a kind the session listens.
    public int subscriptions(Session session, Subject subject) {
        return table(subject).count(session);
    }

    // What is said.

    /// Gives a message to all who listen here; answers how many times.
    public int publish(Bytes channel, byte[] message, int offset, int length) {
        int receivers = 0;
        var direct = channels.topic(channel);
        if (direct != null) {
            encode(Subject.CHANNEL, null, channel, message, offset, length);
            receivers += send(direct);
        }
        for (var pattern : patterns.topics()) {
            if (!Glob.matches(pattern.name.array(), channel.array())) continue;
            encode(Subject.PATTERN, pattern.name, channel, message, offset, length);
            receivers += send(pattern);
        }
        return receivers;
    }

    /// The same in a sharded channel.
    public int publishInShard(Bytes channel, byte[] message, int offset, int length) {
        var topic = shardChannels.topic(channel);
        if (topic == null) return 0;
        encode(Subject.SHARD_CHANNEL, null, channel, message, offset, length);
        return send(topic);
    }

    // What there is.

    /// Whether nobody would hear a message, in whatever channel.
    boolean isDeserted() {
        return channels.isEmpty() && patterns.isEmpty();
    }

    /// How many names of a kind somebody listens to.
    public int names(Subject subject) {
        return table(subject).topics().size();
    }

    /// The names of a kind that somebody listens to and that match.
    ///
    /// @param pattern null for all of them
    public List<Bytes> names(Subject subject, byte @Nullable [] pattern) {
        var names = new ArrayList<Bytes>();
        for (var topic : table(subject).topics()) {
            if (pattern == null || Glob.matches(pattern, topic.name.array())) names.add(topic.name);
        }
        return names;
    }

    /// How many listen to a name.
    public int subscribers(Subject subject, Bytes name) {
        var topic = table(subject).topic(name);
        return topic == null ? 0 : topic.subscribers.size();
    }

    private void encode(
            Subject subject,
            @Nullable Bytes pattern,
            Bytes channel,
            byte[] message,
            int offset,
            int length) {
        encoded.push(pattern == null ? 3 : 4);
        encoded.bulk(subject.message);
        if (pattern != null) encoded.bulk(pattern.array());
        encoded.bulk(channel.array());
        encoded.bulk(message, offset, length);
    }

    private int send(Topic<Session> topic) {
        for (var session : topic.subscribers) send(session);
        encoded.clear();
        return topic.subscribers.size();
    }

    private void send(Session session) {
        if (session.isClosing()) return;
        var to = server.pushes(session);
        var bytes = encoded.bytes();
        bytes[0] = (byte) (session.replies().isResp3() ? '>' : '*');
        to.raw(bytes, 0, encoded.length());
    }

    private static void confirm(Replies to, String what, @Nullable Bytes name, int count) {
        to.push(3);
        to.bulk(what);
        if (name == null) {
            to.nil();
        } else {
            to.bulk(name.array());
        }
        to.integer(count);
    }

    /// The number that confirmations name: channels and patterns are counted together.
    private int count(Session session, Subject subject) {
        if (subject == Subject.SHARD_CHANNEL) return shardChannels.count(session);
        return channels.count(session) + patterns.count(session);
    }

    /// Who listens to anything is one who listens.
    private void settle(Session session) {
        int count =
                channels.count(session) + patterns.count(session) + shardChannels.count(session);
        session.subscriptions(count);
        if (count > 0 && session.kind() == Session.Kind.NORMAL) {
            session.kind(Session.Kind.PUBSUB);
        } else if (count == 0 && session.kind() == Session.Kind.PUBSUB) {
            session.kind(Session.Kind.NORMAL);
        } else {
            return;
        }
        server.limits().apply(session);
    }

    private Subscriptions<Session> table(Subject subject) {
        return switch (subject) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD_CHANNEL -> shardChannels;
        };
    }
}
