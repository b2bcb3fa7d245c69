package hearsay.node.pubsub;

import hearsay.node.config.KeyspaceEvents;
import hearsay.node.config.Settings;
import hearsay.node.keyspace.KeyspaceObserver.EventClass;
import hearsay.node.resp.Bytes;
import hearsay.node.server.Server;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What happens to keys, said in channels: `__keyspace@<db>__:<key>` says which event,
/// `__keyevent@<db>__:<event>` says to which key.
///
/// It is said on this node alone, to those who listen here. When nothing is to be said nobody asks
/// this class: it listens to the keyspace only while `notify-keyspace-events` is on.
///
/// Source: Redis documentation, "Redis keyspace notifications".
public final class Notifications implements hearsay.node.keyspace.KeyspaceEvents {

    private static final String DIRECTIVE = "notify-keyspace-events";

    private final Server server;
    private final PubSub pubsub;
    private int wanted;
    private boolean tellsNew;

    public Notifications(Server server) {
        this.server = server;
        pubsub = server.pubsub();
        server.settings().whenChanged(List.of(DIRECTIVE), this::configure);
        configure(server.settings());
    }

    private void configure(Settings settings) {
        wanted = settings.server().keyspaceEvents();
        boolean anywhere = wants(KeyspaceEvents.KEYSPACE) || wants(KeyspaceEvents.KEYEVENT);
        server.stopListening(this);
        if (anywhere) server.listen(this);
        server.keyspaces().reportMisses(anywhere && wants(KeyspaceEvents.KEY_MISS));
        tellsNew = anywhere && wants(KeyspaceEvents.NEW);
    }

    /// Whether it is to be told when a key comes into being, besides what made it.
    public boolean tellsNew() {
        return tellsNew;
    }

    @Override
    public void event(int database, byte[] key, EventClass eventClass, String event) {
        if (!wants(flag(eventClass)) || event.isEmpty() || pubsub.isDeserted()) return;
        var name = event.getBytes(StandardCharsets.US_ASCII);
        if (wants(KeyspaceEvents.KEYSPACE)) say("__keyspace@", database, key, name);
        if (wants(KeyspaceEvents.KEYEVENT)) say("__keyevent@", database, name, key);
    }

    private void say(String kind, int database, byte[] about, byte[] message) {
        var prefix = (kind + database + "__:").getBytes(StandardCharsets.US_ASCII);
        var channel = new byte[prefix.length + about.length];
        System.arraycopy(prefix, 0, channel, 0, prefix.length);
        System.arraycopy(about, 0, channel, prefix.length, about.length);
        pubsub.publish(new Bytes(channel), message, 0, message.length);
    }

    private boolean wants(int flag) {
        return (wanted & flag) != 0;
    }

    private static int flag(EventClass eventClass) {
        return switch (eventClass) {
            case GENERIC -> KeyspaceEvents.GENERIC;
            case STRING -> KeyspaceEvents.STRING;
            case LIST -> KeyspaceEvents.LIST;
            case SET -> KeyspaceEvents.SET;
            case HASH -> KeyspaceEvents.HASH;
            case SORTED_SET -> KeyspaceEvents.ZSET;
            case STREAM -> KeyspaceEvents.STREAM;
            case EXPIRED -> KeyspaceEvents.EXPIRED;
            case EVICTED -> KeyspaceEvents.EVICTED;
            case NEW -> KeyspaceEvents.NEW;
            case MISS -> KeyspaceEvents.KEY_MISS;
        };
    }
}
