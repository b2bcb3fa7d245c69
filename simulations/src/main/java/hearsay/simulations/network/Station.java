package hearsay.simulations.network;

import hearsay.gossip.model.Address;
import hearsay.node.bus.Bus;
import hearsay.node.bus.BusListener;
import hearsay.node.link.LinkListener;
import hearsay.node.link.Links;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process's life on the network, with what the kernel below it does for it.
///
/// While the process is paused its kernel goes on: it accepts connections and takes in what
/// arrives; the process hears of it, in order, when it is resumed. What the process was about to
/// say when it began to stand still leaves then, too.
public final class Station {

    /// What listens on a port.
    interface Door {
        /// The socket that answers `opener`, null if such a one is not welcome.
        @Nullable Socket answer(Socket opener);
    }

    private final Network network;
    private final Place place;
    private final Map<Integer, Door> doors = new LinkedHashMap<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final ArrayDeque<Runnable> unheard = new ArrayDeque<>();
    private final ArrayDeque<Runnable> unsaid = new ArrayDeque<>();
    private boolean plugged = true;
    private boolean paused;
    private boolean catchingUp;

    Station(Network network, Place place) {
        this.network = network;
        this.place = place;
    }

    public String ip() {
        return place.ip();
    }

    /// The way to open streams to others. Hosts are numeric IPs; `localhost` and `127.0.0.1` are
    /// this machine.
    public Links links() {
        return (host, port, timeoutMillis, listener) -> {
            var target = network.nat().target(host, port);
            var path = network.path(place, destination(target.ip()));
            var dialled = new Stream.Dialled(host + ":" + port, target.port());
            var socket = new Stream(this, path, dialled, place.nextPort(), listener);
            say(() -> socket.knock(timeoutMillis * 1_000_000));
        };
    }

    /// Takes streams on a port: each is `opened` at the listener.
    ///
    /// @throws IllegalStateException if something listens there
    public void listen(int port, LinkListener listener) {
        open(
                port,
                opener -> opener instanceof Stream stream ? stream.answer(this, listener) : null);
    }

    /// The process's part of the cluster bus.
    ///
    /// @param listening whose `busPort` takes links from now on
    public Bus bus(Address listening, BusListener listener) {
        var bus = new SimulatedBus(this, listener);
        open(listening.busPort(), bus::answer);
        return bus;
    }

    /// The process stands still, as in a long collection of garbage.
    public void pause() {
        paused = true;
    }

    /// The process goes on: it hears first what it has missed.
    public void resume() {
        if (!paused) return;
        paused = false;
        while (!unsaid.isEmpty()) unsaid.remove().run();
        if (unheard.isEmpty() || catchingUp) return;
        catchingUp = true;
        network.agenda().after(0, this::catchUp);
    }

    public boolean isPaused() {
        return paused;
    }

    public boolean isPlugged() {
        return plugged;
    }

    /// The process is no more and hears nothing again.
    ///
    /// @param abruptly false for the end of the process alone: what it had flushed still gets to
    ///   the peers, then its streams end. True for that of its machine: peers hear nothing, and
    ///   what they send is lost until something is plugged in here; then they hear that their
    ///   streams are no more
    public void unplug(boolean abruptly) {
        if (!plugged) return;
        plugged = false;
        place.unplugged(abruptly);
        unheard.clear();
        unsaid.clear();
        doors.clear();
        for (var socket : sockets) {
            if (abruptly) socket.vanish();
            else socket.end();
        }
        sockets.clear();
    }

    Network network() {
        return network;
    }

    Place place() {
        return place;
    }

    Place destination(String host) {
        return host.equals("localhost") || host.startsWith("127.") ? place : network.place(host);
    }

    @Nullable Door door(int port) {
        return doors.get(port);
    }

    private void open(int port, Door door) {
        if (doors.putIfAbsent(port, door) != null)
            throw new IllegalStateException("Address already in use: " + ip() + ":" + port);
    }

    /// Whether what arrives now can be told to the process at once.
    boolean isListening() {
        return !paused && unheard.isEmpty();
    }

    /// Tells the process, at once if it is awake.
    void tell(Runnable event) {
        if (!plugged) return;
        if (isListening()) event.run();
        else unheard.add(event);
    }

    /// Does what the process asks for: at once, or when it goes on.
    void say(Runnable deed) {
        if (paused) unsaid.add(deed);
        else deed.run();
    }

    /// Tells the process, and not within the present call.
    void tellSoon(Runnable event) {
        network.agenda().after(0, () -> tell(event));
    }

    private void catchUp() {
        catchingUp = false;
        // What is told may bring about that the process is paused or ends.
        while (!paused && plugged) {
            var event = unheard.peek();
            if (event == null) return;
            event.run();
            unheard.poll();
        }
    }

    List<Socket> sockets() {
        return List.copyOf(sockets);
    }

    void add(Socket socket) {
        socket.index = sockets.size();
        sockets.add(socket);
    }

    void remove(Socket socket) {
        if (!plugged) return;
        var last = sockets.removeLast();
        if (last == socket) return;
        sockets.set(socket.index, last);
        last.index = socket.index;
    }
}
