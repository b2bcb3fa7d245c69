package hearsay.node.remote;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.Address;
import hearsay.node.bus.Bus;
import hearsay.node.bus.BusListener;
import hearsay.node.bus.WireSize;
import java.util.random.RandomGenerator;

/// The [Bus] over Akka remoting (Artery TCP).
///
/// The node that announces `ip:port@busPort` is the actor `akka://hearsay@ip:busPort/user/bus-port`
/// (with its TLS port where it has no plain one): the bus port is that of its JVM's remoting, which
/// several nodes may share. Peers are found by that address alone, never through the membership of
/// the Akka cluster. The IP that a node announces must therefore be the one its JVM was started
/// with.
///
/// Big messages travel in pieces; above [#MAX_MESSAGE_BYTES] they are dropped with a line in the
/// log. More than 16384 messages waiting for one JVM are dropped by remoting: their links then
/// close.
///
/// Safe to call from any thread; calls from one thread are obeyed in order.
public final class ArteryBus implements Bus {

    /// The biggest message with all its fields: 16 MiB. Both ends hold it three times over for a
    /// moment, and a node's JVM has a heap of 128 MiB.
    public static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private final ActorSystem system;
    private final ActorRef endpoint;
    private final Unsent unsent;

    private ArteryBus(ActorSystem system, ActorRef endpoint, Unsent unsent) {
        this.system = system;
        this.endpoint = endpoint;
        this.unsent = unsent;
    }

    /// Starts the endpoint of the node that announces `port` (its TLS port if it has no plain one).
    ///
    /// @param random tells this life of the node from its former ones
    /// @param listener is called on the endpoint's thread and has to return at once
    /// @throws akka.actor.InvalidActorNameException when this JVM has a node of that port already
    public static ArteryBus start(
            ActorSystem system, int port, RandomGenerator random, BusListener listener) {
        var unsent = new Unsent();
        var props = BusEndpoint.props(random.nextLong(), listener, unsent);
        return new ArteryBus(system, system.actorOf(props, nameOf(port)), unsent);
    }

    static String nameOf(int port) {
        return "bus-" + port;
    }

    @Override
    public void open(long linkId, Address peer) {
        if (linkId < 0) throw new IllegalArgumentException("not ours to choose: link " + linkId);
        endpoint.tell(new BusEndpoint.OpenLink(linkId, peer), ActorRef.noSender());
    }

    @Override
    public void close(long linkId) {
        endpoint.tell(new BusEndpoint.CloseLink(linkId), ActorRef.noSender());
    }

    @Override
    public void send(long linkId, BusMessage message) {
        int bytes = WireSize.of(message);
        unsent.add(linkId, bytes);
        endpoint.tell(new BusEndpoint.Send(linkId, message, bytes), ActorRef.noSender());
    }

    @Override
    public long unsentBytes(long linkId) {
        return unsent.get(linkId);
    }

    /// Ends all links and the endpoint. Peers hear of it; the listener does not.
    public void stop() {
        system.stop(endpoint);
    }
}
