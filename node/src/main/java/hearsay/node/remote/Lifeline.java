package hearsay.node.remote;

import akka.actor.AbstractActor;
import akka.actor.Props;
import akka.io.Tcp;
import akka.io.TcpMessage;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// A TCP connection to another JVM's remoting port by which nothing is ever said. It tells what
/// remoting keeps to itself: at once that nobody listens there, and at once that the JVM has died,
/// since the kernel then closes all its connections. A JVM that is only stuck keeps it open.
///
/// Reports [Held] when connected; ends with one [Lost], unless it is stopped by its parent.
final class Lifeline extends AbstractActor {

    record Held(long id) {}

    /// @param refused nobody listens at that port: the JVM is gone, not merely silent
    record Lost(long id, boolean refused, String reason) {}

    private final long id;
    private final InetSocketAddress remote;
    private final Duration patience;

    static Props props(long id, String host, int port, Duration patience) {
        return Props.create(
                Lifeline.class,
                () -> new Lifeline(id, new InetSocketAddress(host, port), patience));
    }

    private Lifeline(long id, InetSocketAddress remote, Duration patience) {
        this.id = id;
        this.remote = remote;
        this.patience = patience;
    }

    @Override
    public void preStart() {
        var connect = TcpMessage.connect(remote, null, List.of(), patience, false);
        Tcp.get(getContext().getSystem()).getManager().tell(connect, getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Tcp.Connected.class, connected -> held())
                .match(Tcp.CommandFailed.class, this::failed)
                .match(Tcp.ConnectionClosed.class, closed -> lost(false, "connection closed"))
                .matchAny(anything -> {})
                .build();
    }

    private void held() {
        getSender().tell(TcpMessage.register(getSelf()), getSelf());
        getContext().getParent().tell(new Held(id), getSelf());
    }

    private void failed(Tcp.CommandFailed failed) {
        var cause = failed.cause();
        boolean refused = cause.isDefined() && cause.get() instanceof ConnectException;
        lost(refused, refused ? "connection refused" : "no connection" + failed.causedByString());
    }

    private void lost(boolean refused, String reason) {
        getContext().getParent().tell(new Lost(id, refused, reason), getSelf());
        getContext().stop(getSelf());
    }
}
