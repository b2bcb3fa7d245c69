package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.hello.Hello;
import hearsay.sentinel.member.Effect.LinkKind;
import hearsay.sentinel.model.Address;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Link;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;
import hearsay.sentinel.watch.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Connections to all who are watched: opened, given up, and what was asked on them.
///
/// Source: item 62.
final class Connections {

    /// What a request was for, and so who reads its answer.
    enum Purpose {
        /// Nobody reads it: what it did will show in the next INFO.
        DISCARD,
        PING,
        INFO,
        HELLO,
        ASK,
        SUBSCRIBE
    }

    /// A request under way.
    record Pending(Purpose purpose, Instance instance) {}

    /// One connection and what it still owes.
    private static final class Connection {
        final Link link;
        final Instance opener;
        final LinkKind kind;
        final TreeMap<Long, Pending> pending = new TreeMap<>();
        boolean stands;

        Connection(Link link, Instance opener, LinkKind kind) {
            this.link = link;
            this.opener = opener;
            this.kind = kind;
        }
    }

    private static final int ID_IN_NAME = 8;
    private static final int PUBLISH_PERIODS = 3;

    private final Core core;
    private final TreeMap<Long, Connection> connections = new TreeMap<>();
    private long lastConnection = Link.NONE;
    private long lastRequest;

    Connections(Core core) {
        this.core = core;
    }

    // ---- Opening. ----

    /// Opens what is missing, once a second at most.
    void reconnect(Instance instance) {
        var link = instance.link;
        if (!link.disconnected || instance.address.port() == 0) return;
        if (core.now - link.lastReconnect < core.periods.ping()) return;
        link.lastReconnect = core.now;
        if (link.commands == Link.NONE) openCommands(instance);
        boolean hasPubsub = !(instance instanceof OtherSentinel);
        if (hasPubsub && link.pubsub == Link.NONE) openPubsub(instance);
        link.disconnected = false;
    }

    private void openCommands(Instance instance) {
        var link = instance.link;
        resolveAgain(instance);
        link.commands = open(instance, LinkKind.COMMANDS);
        link.localIp = "";
        link.pendingCommands = 0;
        link.commandsSince = core.now;
        introduce(instance, link.commands, "cmd");
        ping(instance);
    }

    private void openPubsub(Instance instance) {
        var link = instance.link;
        link.pubsub = open(instance, LinkKind.PUBSUB);
        link.pubsubSince = core.now;
        introduce(instance, link.pubsub, "pubsub");
        request(instance, link.pubsub, Purpose.SUBSCRIBE, "SUBSCRIBE", Hello.CHANNEL);
    }

    private long open(Instance instance, LinkKind kind) {
        long id = ++lastConnection;
        connections.put(id, new Connection(instance.link, instance, kind));
        core.outbox.add(new Effect.Open(id, instance.address, kind));
        return id;
    }

    /// Who was started again may have another address by the same name.
    private void resolveAgain(Instance instance) {
        if (!core.global.resolveHostnames()) return;
        var address = core.resolved(instance.address.host(), instance.address.port());
        if (address != null) instance.address = address;
    }

    /// AUTH, if there is a password, and a name for CLIENT LIST.
    private void introduce(Instance instance, long connection, String use) {
        var words = new ArrayList<String>(List.of("AUTH"));
        words.addAll(credentials(instance));
        if (words.size() > 1) {
            request(instance, connection, Purpose.DISCARD, words.toArray(new String[0]));
        }
        String id = core.myId().substring(0, Math.min(ID_IN_NAME, core.myId().length()));
        String name = "sentinel-" + id + "-" + use;
        request(instance, connection, Purpose.DISCARD, "CLIENT", "SETNAME", name);
    }

    /// User, if there is one, and password; none without a password. Replicas have the master's.
    /// Sentinels without `sentinel-pass` are taken to share my own password.
    private List<String> credentials(Instance instance) {
        var global = core.global;
        return switch (instance) {
            case Master master -> credentials(master.authUser, master.authPass);
            case Replica replica ->
                    credentials(replica.master().authUser, replica.master().authPass);
            case OtherSentinel sentinel ->
                    global.sentinelPass() != null
                            ? credentials(global.sentinelUser(), global.sentinelPass())
                            : credentials(null, global.requirePass());
        };
    }

    private static List<String> credentials(@Nullable String user, @Nullable String pass) {
        if (pass == null) return List.of();
        return user == null ? List.of(pass) : List.of(user, pass);
    }

    void opened(long id, String localIp) {
        var connection = connections.get(id);
        if (connection == null) return;
        connection.stands = true;
        if (connection.kind == LinkKind.COMMANDS) connection.link.localIp = localIp;
    }

    // ---- Closing. ----

    /// A connection was lost, or refused.
    void closed(long id, @Nullable String reason) {
        var connection = connections.remove(id);
        if (connection == null) return;
        forget(connection.link, id);
        boolean refused = !connection.stands && reason != null && !connection.opener.removed;
        if (!refused) return;
        String event =
                connection.kind == LinkKind.COMMANDS
                        ? "-cmd-link-reconnection"
                        : "-pubsub-link-reconnection";
        core.tell(Level.DEBUG, event, connection.opener, " #" + reason);
    }

    /// Gives up both connections.
    void close(Link link) {
        close(link, link.commands);
        close(link, link.pubsub);
    }

    private void close(Link link, long id) {
        if (id == Link.NONE) return;
        connections.remove(id);
        forget(link, id);
        core.outbox.add(new Effect.Close(id));
    }

    private static void forget(Link link, long id) {
        if (link.commands == id) {
            link.commands = Link.NONE;
            link.pendingCommands = 0;
        }
        if (link.pubsub == id) link.pubsub = Link.NONE;
        link.disconnected = true;
    }

    /// Gives up connections that seem to stand but on which nothing comes: half of down-after
    /// before the instance would be called down, so that a new connection can still save it.
    void giveUpSilent(Instance instance) {
        var link = instance.link;
        long half = instance.master().downAfter / 2;
        boolean commandsSilent =
                link.pingPendingSince != 0
                        && core.now - link.pingPendingSince > half
                        && core.now - link.lastPong > half;
        if (link.commands != Link.NONE && isOldEnough(link.commandsSince) && commandsSilent) {
            close(link, link.commands);
        }
        boolean pubsubSilent =
                core.now - link.lastPubsubActivity > core.periods.publish() * PUBLISH_PERIODS;
        if (link.pubsub != Link.NONE && isOldEnough(link.pubsubSince) && pubsubSilent) {
            close(link, link.pubsub);
        }
    }

    private boolean isOldEnough(long since) {
        return core.now - since > core.periods.minLinkReconnect();
    }

    // ---- Asking. ----

    void ping(Instance instance) {
        if (!request(instance, Purpose.PING, "PING")) return;
        instance.link.pinged(core.now);
    }

    /// Makes a Redis a replica of `master`, or a master if that is null, all at once: what it is,
    /// its file, and its clients, which are sent away so that they ask where the master is.
    ///
    /// Source: item 71.
    ///
    /// @return whether it could be sent; whether it was done will show in INFO
    boolean replicateFrom(Instance instance, @Nullable Address master) {
        if (instance.link.commands == Link.NONE) return false;
        String host = master == null ? "NO" : core.announced(master);
        String port = master == null ? "ONE" : Integer.toString(master.port());
        request(instance, Purpose.DISCARD, "MULTI");
        request(instance, Purpose.DISCARD, "SLAVEOF", host, port);
        request(instance, Purpose.DISCARD, "CONFIG", "REWRITE");
        request(instance, Purpose.DISCARD, "CLIENT", "KILL", "TYPE", "normal");
        request(instance, Purpose.DISCARD, "CLIENT", "KILL", "TYPE", "pubsub");
        request(instance, Purpose.DISCARD, "EXEC");
        return true;
    }

    /// @return false if there is no connection for commands
    boolean request(Instance instance, Purpose purpose, String... words) {
        long id = instance.link.commands;
        if (id == Link.NONE) return false;
        request(instance, id, purpose, words);
        return true;
    }

    /// The command goes under the name that it has there.
    private void request(Instance instance, long connection, Purpose purpose, String... words) {
        var target = connections.get(connection);
        if (target == null) return;
        long request = ++lastRequest;
        target.pending.put(request, new Pending(purpose, instance));
        if (purpose != Purpose.SUBSCRIBE) instance.link.pendingCommands++;
        words[0] = instance.master().renamed(words[0]);
        core.outbox.add(new Effect.Send(connection, request, List.of(words)));
    }

    /// What the answered request was for; null if nobody wants to know any more.
    @Nullable Pending answered(long id, long request) {
        var connection = connections.get(id);
        if (connection == null) return null;
        var pending = connection.pending.remove(request);
        if (pending == null) return null;
        boolean counted = pending.purpose() != Purpose.SUBSCRIBE;
        if (counted && connection.link.pendingCommands > 0) connection.link.pendingCommands--;
        return pending.instance().removed ? null : pending;
    }

    /// The link of a connection that still exists.
    @Nullable Link linkOf(long id) {
        var connection = connections.get(id);
        return connection == null ? null : connection.link;
    }
}
