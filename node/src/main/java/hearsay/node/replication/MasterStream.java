package hearsay.node.replication;

import hearsay.node.resp.Arguments;
import hearsay.node.resp.ProtocolError;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.io.ByteArrayOutputStream;

/// The master's commands, obeyed and passed on.
///
/// Each is run, and then its very bytes are put into this node's own stream. A transaction counts
/// only once it is executed: if the link is cut in the middle of one, all of it is asked for again.
final class MasterStream {

    private final Server server;
    private final Replication replication;
    private final Session session;
    private final ByteArrayOutputStream transaction = new ByteArrayOutputStream();

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
        try {
            while (!session.isOver() && !session.isClosing()) {
                var request = session.requests().next();
                if (request == null) break;
                if (request.isInline()) {
                    throw new ProtocolError("inline command '" + request.text(0) + "'");
                }
                obey(request);
            }
        } finally {
            if (!session.isOver()) session.requests().release();
        }
    }

    private void obey(Arguments request) {
        replication.run(session, request);
        session.replies().clear();
        int length = request.end() - request.start();
        if (session.transaction() != null) {
            transaction.write(request.buffer(), request.start(), length);
            return;
        }
        if (transaction.size() > 0) {
            var before = transaction.toByteArray();
            transaction.reset();
            replication.stream().append(before, 0, before.length);
        }
        replication.stream().append(request.buffer(), request.start(), length);
    }

    /// Tells the master how far we are.
    void acknowledge() {
        var bytes =
                Handshake.command("REPLCONF", "ACK", Long.toString(replication.stream().offset()));
        session.link().write(bytes, 0, bytes.length);
        session.link().flush();
    }
}
