package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.Address;
import hearsay.node.bus.Bus;
import hearsay.node.bus.BusListener;
import org.jspecify.annotations.Nullable;

/// The bus port over the simulated network: each link is a connection that carries messages.
final class SimulatedBus implements Bus {

    /// How long a link may take to open, as with the bus over remoting.
    private static final long PATIENCE_NANOS = 1_400_000_000L;

    private final Station station;
    private final BusListener listener;
    private final LinkTable links = new LinkTable();
    private long lastInbound;

    SimulatedBus(Station station, BusListener listener) {
        this.station = station;
        this.listener = listener;
    }

    @Override
    public void open(long linkId, Address peer) {
        if (!station.isPlugged() || links.get(linkId) != null) return;
        if (peer.ip().isEmpty()) {
            station.tellSoon(() -> listener.closed(linkId));
            return;
        }
        var network = station.network();
        var target = network.nat().target(peer.ip(), peer.busPort());
        var path = network.path(station.place(), station.destination(target.ip()));
        var socket = new BusSocket(this, station, path, linkId, target.port());
        links.add(socket);
        socket.knock(PATIENCE_NANOS);
    }

    @Override
    public void close(long linkId) {
        var socket = links.remove(linkId);
        if (socket != null) socket.end();
    }

    @Override
    public void send(long linkId, BusMessage message) {
        var socket = links.get(linkId);
        if (socket != null && socket.isOpen()) socket.send(message);
    }

    @Override
    public long unsentBytes(long linkId) {
        var socket = links.get(linkId);
        return socket == null ? 0 : socket.unsent();
    }

    BusListener listener() {
        return listener;
    }

    /// The socket that takes a link which a peer opens.
    @Nullable Socket answer(Socket opener) {
        if (!(opener instanceof BusSocket)) return null;
        var back = station.network().path(station.place(), opener.station.place());
        var socket = new BusSocket(this, station, back, --lastInbound, 0);
        links.add(socket);
        return socket;
    }

    boolean knows(BusSocket socket) {
        return links.get(socket.id()) == socket;
    }

    /// @return whether the node had not closed it itself
    boolean remove(BusSocket socket) {
        return knows(socket) && links.remove(socket.id()) != null;
    }
}
