package hearsay.node.replication;

import hearsay.node.resp.Arguments;
import hearsay.node.resp.ProtocolError;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The master's commands, obeyed and passed on.
///
/// Each is run, and then its very bytes are put into this node's own stream. A transaction counts
/// only once it is executed: if the link is cut in the middle of one, all of it is asked for again.
/// While clients are paused the master is too, as any other client.
final class MasterStream {

    private final Server server;
    private final Replication replication;
    private final Session session;
    private final ByteArrayOutputStream transaction = new ByteArrayOutputStream();

    /// The bytes of a command that waits for the end of a pause: it counts when it was run.
    private byte[] held = {};

    MasterStream(Server server, Replication replication, Session session, int database) {
        this.server = server;
        this.replication = replication;
        this.session = session;
        session.kind(Session.Kind.MASTER);
        session.authenticated(true);
        server.limits().apply(session);
        session.database(database);
    }

    Session session() {
        return session;
    }

    /// Runs everything that has come, and this too.
    ///
    /// @throws ProtocolError what has come is no stream of commands
    void serve(byte[] bytes, int from, int length) {
        session.requests().add(bytes, from, length);
        session.lastInteractionMillis(server.nowMillis());
        proceed();
    }

    /// A pause is over, during which a command had to wait, and all behind it.
    ///
    /// @throws ProtocolError as [#serve]
    void resume() {
        var postponed = session.postponed();
        if (session.isBlocked() || postponed == null) return;
        session.postponed(null);
        var bytes = held;
        held = new byte[0];
        obey(postponed, bytes, 0, bytes.length);
        proceed();
    }

    private void proceed() {
        try {
            while (!session.isOver() && !session.isClosing() && !session.isBlocked()) {
                var request = session.requests().next();
                if (request == null) break;
                if (request.isInline()) {
                    throw new ProtocolError("inline command '" + request.text(0) + "'");
                }
                int length = request.end() - request.start();
                obey(request, request.buffer(), request.start(), length);
            }
        } finally {
            if (!session.isOver()) session.requests().release();
        }
    }

    private void obey(Arguments request, byte[] bytes, int from, int length) {
        replication.run(session, request);
        session.replies().clear();
        if (session.isBlocked()) {
            held = Arrays.copyOfRange(bytes, from, from + length);
            return;
        }
        if (session.transaction() != null) {
            transaction.write(bytes, from, length);
            return;
        }
        if (transaction.size() > 0) {
            var before = transaction.toByteArray();
            transaction.reset();
            replication.stream().append(before, 0, before.length);
        }
        replication.stream().append(bytes, from, length);
    }

    /// Tells the master how far we are.
    void acknowledge() {
        var bytes =
                Handshake.command("REPLCONF", "ACK", Long.toString(replication.stream().offset()));
        session.link().write(bytes, 0, bytes.length);
        session.link().flush();
    }
}
