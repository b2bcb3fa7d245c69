package hearsay.node.actor;

import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.resp.Buffers;
import hearsay.node.resp.ProtocolError;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import hearsay.node.server.SessionText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The links of clients, which share the thread of the actor they talk to: what comes is taken in
/// at once, and served in the actor's next turn.
public final class ClientLinks implements LinkListener {

    private final Server server;
    private final Consumer<Session> dispatcher;
    private final Runnable wake;
    private final List<Session> ready = new ArrayList<>();

    /// @param dispatcher serves what a session has asked for
    /// @param wake asks for a turn; called once for each
    public ClientLinks(Server server, Consumer<Session> dispatcher, Runnable wake) {
        this.server = server;
        this.dispatcher = dispatcher;
        this.wake = wake;
    }

    /// The turn has come.
    public void serve() {
        for (int i = 0; i < ready.size(); i++) dispatcher.accept(ready.get(i));
        ready.clear();
    }

    @Override
    public void opened(Link link) {
        server.accepted(link);
    }

    @Override
    public void refused(String reason) {
        throw new IllegalStateException("a client's link cannot be refused");
    }

    @Override
    public void received(Link link, Incoming bytes) {
        var session = server.sessions().of(link);
        if (session == null || session.isClosing()) return;
        int length = bytes.length();
        var requests = session.requests();
        byte[] buffer;
        try {
            buffer = requests.room(length);
        } catch (ProtocolError | OutOfMemoryError tooMuch) {
            server.log()
                    .warning(
                            "Closing client, for there is no memory for its request: "
                                    + SessionText.line(session, server));
            server.close(session, true);
            return;
        }
        bytes.copyTo(buffer, requests.writeIndex());
        if (buffer.length > Buffers.SIZE) server.memory().count(session);
        requests.wrote(length);
        server.statistics().inputBytes += length;
        server.statistics().reads++;
        if (ready.isEmpty()) wake.run();
        ready.add(session);
    }

    @Override
    public void closed(Link link) {
        var session = server.sessions().of(link);
        if (session == null) return;
        ready.remove(session);
        server.closed(session);
    }
}
