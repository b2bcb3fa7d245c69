package hearsay.node.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.node.command.CommandTable;
import hearsay.node.command.Dispatcher;
import hearsay.node.config.Settings;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.server.Environment;
import hearsay.node.server.Server;
import hearsay.node.server.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One Redis process as an actor: a mailbox and a timer around a [Server].
///
/// The actor and the links of its clients share one thread. Links put what arrives straight into
/// the sessions' buffers; the first of them in a turn of the loop sends the actor one
/// [Signal#SERVE], and so all that has come in that turn is served together, and then sent
/// together.
public final class Node implements LinkListener {

    public sealed interface Message permits Signal {}

    /// Messages without a content.
    public enum Signal implements Message {
        /// Somebody has sent something.
        SERVE,
        /// A tenth of a second has passed.
        CRON,
        /// A snapshot on its way to replicas can go on.
        SNAPSHOT
    }

    private static final Duration CRON_PERIOD = Duration.ofMillis(100);

    private final ActorRef<Message> self;
    private final Server server;
    private final Dispatcher dispatcher;
    private final List<Session> ready = new ArrayList<>();
    private boolean snapshotGoesOn;

    private Node(ActorRef<Message> self, Server server) {
        this.self = self;
        this.server = server;
        dispatcher = new Dispatcher(server, new CommandTable());
    }

    /// @param started given the node as a listener for the links of clients, on the node's own
    ///   thread
    public static Behavior<Message> create(
            Environment environment,
            Settings settings,
            Optional<String> configFile,
            java.util.function.Consumer<LinkListener> started) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> {
                    var server = new Server(environment, settings, configFile);
                    var node = new Node(context.getSelf(), server);
                    settings.replication()
                            .master()
                            .ifPresent(master ->
                                    server.replication().begin(master.host(), master.port()));
                    timers.startTimerWithFixedDelay(Signal.CRON, CRON_PERIOD);
                    started.accept(node);
                    return Behaviors.receiveMessage(node::on);
                }));
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case Signal.SERVE -> serve();
            case Signal.CRON -> server.cron();
            case Signal.SNAPSHOT -> snapshot();
        }
        server.flush();
        if (!snapshotGoesOn && server.replication().hasWork()) {
            snapshotGoesOn = true;
            self.tell(Signal.SNAPSHOT);
        }
        return Behaviors.same();
    }

    private void serve() {
        server.now();
        for (int i = 0; i < ready.size(); i++) dispatcher.serve(ready.get(i));
        ready.clear();
    }

    private void snapshot() {
        snapshotGoesOn = false;
        server.now();
        server.replication().advance();
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
        var buffer = requests.room(length);
        bytes.copyTo(buffer, requests.writeIndex());
        requests.wrote(length);
        server.statistics().inputBytes += length;
        server.statistics().reads++;
        if (ready.isEmpty()) self.tell(Signal.SERVE);
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
