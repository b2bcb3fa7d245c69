package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;

/// One end of a bus link.
final class BusSocket extends Socket {

    private final SimulatedBus bus;
    private final long id;
    private final int port;

    BusSocket(SimulatedBus bus, Station station, Path out, long id, int port) {
        super(station, out);
        this.bus = bus;
        this.id = id;
        this.port = port;
    }

    long id() {
        return id;
    }

    @Override
    int port() {
        return port;
    }

    void send(BusMessage message) {
        send(new Parcel.Message(this, message, 0));
    }

    void received(BusMessage message) {
        bus.listener().received(id, message);
    }

    @Override
    void tellOpened() {
        if (!bus.knows(this)) return;
        if (id < 0) bus.listener().accepted(id, out.to().ip());
        else bus.listener().opened(id);
    }

    @Override
    void tellRefused(String reason) {
        tellClosed();
    }

    @Override
    void tellClosed() {
        if (bus.remove(this)) bus.listener().closed(id);
    }
}
