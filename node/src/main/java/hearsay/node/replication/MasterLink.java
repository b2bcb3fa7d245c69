package hearsay.node.replication;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.persistence.RdbError;
import hearsay.node.resp.ProtocolError;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// This node's link to its master, from the first attempt to connect to the last command obeyed;
/// whatever goes wrong, it begins again.
///
///     Disconnected ──→ Connecting ──→ Greeting ──→ Receiving ──→ Following
///          ↑                             │ partial                  ↑ │
///          │                             └──────────────────────────┘ │
///          └── refused, timed out, cut, unreadable ←──────────────────┘
///
/// While a snapshot is received the old data is served as it was (as `repl-diskless-load swapdb`
/// does in Redis) and the two change places in one step: half a snapshot is never seen.
public final class MasterLink {

    private sealed interface State {
        /// @param retryAtMillis no attempt is made before
        record Disconnected(long retryAtMillis) implements State {}

        record Connecting() implements State {}

        record Greeting(Handshake handshake) implements State {}

        record Receiving(Reception reception, String id, long offset, KeyPace pace)
                implements State {}

        record Following(MasterStream stream) implements State {}
    }

    /// A snapshot that we cannot read is the same a moment later: do not make the master produce it
    /// all day.
    private static final long UNREADABLE_RETRY_MILLIS = 10_000;

    /// So many bytes of a snapshot that is slowed down are read at once.
    private static final int SLOW_PIECE = 64;

    private final Server server;
    private final Replication replication;
    private final String host;
    private final int port;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /// What has come of a snapshot that is slowed down on purpose, and behind it.
    private final ByteArrayOutputStream heldBack = new ByteArrayOutputStream();

    private State state = new State.Disconnected(0);
    private @Nullable Attempt attempt;
    private long lastIoMillis;
    private long downSinceMillis;
    private byte[] incoming = new byte[4096];

    /// @param downSinceMillis since when this node follows nobody's stream, 0 if it never did
    MasterLink(
            Server server, Replication replication, String host, int port, long downSinceMillis) {
        this.downSinceMillis = downSinceMillis;
        this.server = server;
        this.replication = replication;
        this.host = host;
        this.port = port;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public boolean leadsTo(String otherHost, int otherPort) {
        return host.equalsIgnoreCase(otherHost) && port == otherPort;
    }

    /// Whether this node's data follows the master's at the moment.
    public boolean isUp() {
        return state instanceof State.Following;
    }

    /// Since when it does not, Unix time in milliseconds; 0 if it does, or never did.
    public long downSinceMillis() {
        return downSinceMillis;
    }

    /// When something was last heard of the master, Unix time in milliseconds.
    public long lastIoMillis() {
        return lastIoMillis;
    }

    /// Whether a snapshot is being received.
    public boolean isReceiving() {
        return state instanceof State.Receiving;
    }

    /// Whether the data of a snapshot has begun to come.
    public boolean isLoading() {
        return state instanceof State.Receiving receiving && receiving.reception().hasBegun();
    }

    @Nullable Reception reception() {
        return state instanceof State.Receiving receiving ? receiving.reception() : null;
    }

    @Nullable Session session() {
        return state instanceof State.Following following ? following.stream().session() : null;
    }

    /// As ROLE names the state.
    String stateName() {
        return switch (state) {
            case State.Disconnected disconnected -> "connect";
            case State.Connecting connecting -> "connecting";
            case State.Greeting greeting -> "handshake";
            case State.Receiving receiving -> "sync";
            case State.Following following -> "connected";
        };
    }

    void connect() {
        server.log().notice("Connecting to MASTER " + host + ":" + port);
        var next = new Attempt();
        attempt = next;
        lastIoMillis = server.nowMillis();
        state = new State.Connecting();
        long timeout = replication.settings().timeoutSeconds() * 1000L;
        server.environment().links().open(host, port, timeout, next);
        server.log().notice("MASTER <-> REPLICA sync started");
    }

    /// Lets go of the master for good.
    void abandon() {
        var session = session();
        if (session != null) replication.unfollowed(session.database());
        state = new State.Disconnected(Long.MAX_VALUE);
        var last = attempt;
        attempt = null;
        if (last != null) last.end();
    }

    /// A session was closed, perhaps the one that the master's commands come through.
    void closed(Session session) {
        if (session() == session) lost(session);
    }

    void acknowledge() {
        if (state instanceof State.Following(MasterStream stream)) stream.acknowledge();
    }

    void everySecond() {
        long now = server.nowMillis();
        boolean silent = now - lastIoMillis > replication.settings().timeoutSeconds() * 1000L;
        switch (state) {
            case State.Disconnected(long retryAt) -> {
                if (now >= retryAt) connect();
            }
            case State.Connecting connecting -> {
                if (silent) giveUp("Timeout connecting to the MASTER...");
            }
            case State.Greeting greeting -> {
                if (silent) giveUp("Timeout connecting to the MASTER...");
            }
            case State.Receiving receiving -> {
                if (silent) {
                    giveUp(
                            "Timeout receiving bulk data from MASTER... If the problem persists try to set the 'repl-timeout' parameter in redis.conf to a larger value.");
                }
            }
            case State.Following(MasterStream stream) -> {
                if (silent) {
                    server.log().warning("MASTER timeout: no data nor PING received...");
                    server.close(stream.session(), true);
                } else {
                    stream.acknowledge();
                }
            }
        }
    }

    /// Ends this attempt; the next one is made within a second.
    private void giveUp(String reason) {
        server.log().warning(reason);
        disconnect(0);
    }

    private void disconnect(long pauseMillis) {
        state = new State.Disconnected(server.nowMillis() + pauseMillis);
        line.reset();
        heldBack.reset();
        var last = attempt;
        attempt = null;
        if (last != null) last.end();
        replication.adjustConditions();
    }

    /// The link with a master we were following is cut: try again at once, before its backlog has
    /// moved on.
    private void lost(Session session) {
        downSinceMillis = server.nowMillis();
        replication.unfollowed(session.database());
        server.log().warning("Connection with master lost.");
        disconnect(0);
        server.log().notice("Reconnecting to MASTER " + host + ":" + port);
        connect();
        replication.adjustConditions();
    }

    private void opened(Link link) {
        server.log().notice("Non blocking connect for SYNC fired the event.");
        lastIoMillis = server.nowMillis();
        var handshake = new Handshake(replication.introduction());
        state = new State.Greeting(handshake);
        send(link, handshake.begin());
    }

    private void received(Link link, byte[] bytes, int length) {
        lastIoMillis = server.nowMillis();
        if (isHeldUp() || heldBack.size() > 0) {
            heldBack.write(bytes, 0, length);
            goOn(link);
        } else {
            take(link, bytes, length);
        }
    }

    /// What the snapshot was slowed down for is over, or not.
    private void goOn(Link link) {
        if (heldBack.size() == 0 || isHeldUp()) return;
        var bytes = heldBack.toByteArray();
        heldBack.reset();
        take(link, bytes, bytes.length);
    }

    /// Whether `key-load-delay` has the snapshot wait.
    private boolean isHeldUp() {
        return state instanceof State.Receiving receiving
                && !receiving.pace().mayGoOn(loadDelay(), server.nowMillis());
    }

    private int loadDelay() {
        return replication.settings().keyLoadDelay();
    }

    /// Time passes.
    void everyTick() {
        var current = attempt;
        if (heldBack.size() == 0 || current == null || current.link == null) return;
        lastIoMillis = server.nowMillis();
        goOn(current.link);
    }

    private void take(Link link, byte[] bytes, int length) {
        var mine = attempt;
        int at = 0;
        try {
            while (at < length && attempt == mine) {
                if (isHeldUp()) {
                    heldBack.write(bytes, at, length - at);
                    return;
                }
                switch (state) {
                    case State.Greeting(Handshake handshake) ->
                            at += greet(link, handshake, bytes, at, length);
                    case State.Receiving receiving ->
                            at += receive(link, receiving, bytes, at, length);
                    case State.Following(MasterStream stream) -> {
                        stream.serve(bytes, at, length - at);
                        at = length;
                    }
                    case State.Disconnected none -> at = length;
                    case State.Connecting none -> at = length;
                }
            }
        } catch (ProtocolError error) {
            notUnderstood(error);
        }
    }

    /// The master's commands go on after a pause.
    void resume(Session session) {
        if (!(state instanceof State.Following(MasterStream stream))) return;
        if (stream.session() != session) return;
        try {
            stream.resume();
        } catch (ProtocolError error) {
            notUnderstood(error);
        }
    }

    private void notUnderstood(ProtocolError error) {
        server.log().warning("Protocol error (" + error.getMessage() + ") from master");
        var session = session();
        if (session != null) server.close(session, true);
    }

    /// Takes at most one line, and answers how many bytes that were.
    private int greet(Link link, Handshake handshake, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') at++;
        line.write(bytes, from, at - from);
        if (at == to) return at - from;
        var text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        var outcome = handshake.on(text);
        for (var remark : handshake.takeRemarks()) server.log().notice(remark);
        switch (outcome) {
            case Handshake.Outcome.Wait wait -> {}
            case Handshake.Outcome.Send(byte[] answer) -> send(link, answer);
            case Handshake.Outcome.FullResync(String id, long offset) -> {
                server.log().notice("Full resync from master: " + id + ":" + offset);
                var reception =
                        new Reception(server.keyspaces().blank(), server.settings().values());
                var pace = new KeyPace(server.nowMillis());
                state = new State.Receiving(reception, id, offset, pace);
            }
            case Handshake.Outcome.Continue(String id) -> continueWith(link, id);
            case Handshake.Outcome.Failed(String reason, boolean alarming) -> {
                if (alarming) {
                    server.log().warning(reason);
                } else {
                    server.log().notice(reason);
                }
                disconnect(0);
            }
        }
        return at + 1 - from;
    }

    private void continueWith(Link link, String id) {
        server.log().notice("Successful partial resynchronization with master.");
        if (!id.isEmpty() && replication.continuedAs(id)) {
            server.log().notice("Master replication ID changed to " + id);
        }
        follow(link, replication.resumedDatabase());
        server.log()
                .notice("MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.");
    }

    private int receive(Link link, State.Receiving receiving, byte[] bytes, int from, int to) {
        var reception = receiving.reception();
        boolean begun = reception.hasBegun();
        try {
            int delay = loadDelay();
            int piece = delay == 0 ? to - from : Math.min(to - from, SLOW_PIECE);
            long before = reception.keys();
            int taken = reception.feed(bytes, from, piece);
            receiving.pace().passed(reception.keys() - before, delay);
            if (!begun && reception.hasBegun()) {
                replication.adjustConditions();
                server.log()
                        .notice(
                                reception.size() == 0
                                        ? "MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF to parser"
                                        : "MASTER <-> REPLICA sync: receiving %d bytes from master to parser"
                                                .formatted(reception.size()));
            }
            if (reception.isComplete()) {
                replication.takeOver(reception.loaded(), receiving.id(), receiving.offset());
                follow(link, reception.streamDatabase());
                server.log().notice("MASTER <-> REPLICA sync: Finished with success");
            }
            return taken;
        } catch (RdbError | Reception.Refused refused) {
            server.log()
                    .warning(
                            "Failed trying to load the MASTER synchronization DB from socket: %s. Trying again in %d seconds."
                                    .formatted(
                                            refused.getMessage(), UNREADABLE_RETRY_MILLIS / 1000));
            disconnect(UNREADABLE_RETRY_MILLIS);
            return to - from;
        }
    }

    private void follow(Link link, int database) {
        var session = server.sessions().open(link, server.nowMillis());
        var stream = new MasterStream(server, replication, session, database);
        state = new State.Following(stream);
        downSinceMillis = 0;
        // The master sends nothing before it has heard this.
        stream.acknowledge();
        replication.adjustConditions();
    }

    private static void send(Link link, byte[] bytes) {
        link.write(bytes, 0, bytes.length);
        link.flush();
    }

    /// One attempt to follow; what still comes from an earlier one is nobody's business.
    private final class Attempt implements LinkListener {

        private @Nullable Link link;

        @Override
        public void opened(Link newLink) {
            link = newLink;
            if (attempt != this) {
                newLink.close(true);
                return;
            }
            server.now();
            MasterLink.this.opened(newLink);
        }

        @Override
        public void refused(String reason) {
            if (attempt != this) return;
            server.now();
            giveUp("Error condition on socket for SYNC: " + reason);
        }

        @Override
        public void received(Link from, Incoming bytes) {
            if (attempt != this) return;
            server.now();
            int length = bytes.length();
            if (incoming.length < length) incoming = new byte[length];
            bytes.copyTo(incoming, 0);
            server.statistics().replicationInputBytes += length;
            MasterLink.this.received(from, incoming, length);
            server.flush();
        }

        @Override
        public void closed(Link closed) {
            if (attempt != this) return;
            server.now();
            var session = session();
            if (session != null) {
                // Its end is heard of by everybody, and by us again.
                server.closed(session);
            } else {
                giveUp("I/O error trying to sync with MASTER: connection lost");
            }
            server.flush();
        }

        void end() {
            var open = link;
            if (open == null) return;
            var session = server.sessions().of(open);
            if (session != null) {
                server.close(session, true);
            } else {
                open.close(true);
            }
        }
    }
}
