package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import hearsay.node.bus.WireSize;
import java.util.random.RandomGenerator;

/// One end of a bus link.
final class BusSocket extends Socket {

    private final SimulatedBus bus;
    private final long id;
    private final int port;
    private long unsent;

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

    /// What was sent here and has not arrived at the other process.
    long unsent() {
        return unsent;
    }

    /// A message has arrived, or never will.
    void settled(int size) {
        unsent -= size;
    }

    void send(BusMessage message) {
        if (station.isPaused()) {
            station.say(() -> send(message));
            return;
        }
        var parcel = new Parcel.Message(this, message, WireSize.of(message));
        unsent += parcel.size();
        if (out.drops(message)) {
            parcel.discard();
            return;
        }
        var conditions = out.conditions();
        if (conditions.isPlain()) send(parcel);
        else sendBadly(parcel, conditions);
    }

    private void sendBadly(Parcel.Message parcel, Conditions conditions) {
        var chance = station.network().chance();
        if (!conditions.busResends() && out.loses()) {
            parcel.discard();
            return;
        }
        if (happens(conditions.duplication(), chance)) straggle(parcel, late(conditions, chance));
        if (happens(conditions.reordering(), chance)) straggle(parcel, late(conditions, chance));
        else send(parcel);
    }

    private static boolean happens(double probability, RandomGenerator chance) {
        return probability > 0 && chance.nextDouble() < probability;
    }

    private static long late(Conditions conditions, RandomGenerator chance) {
        return chance.nextLong(conditions.late().toNanos() + 1);
    }

    void received(Parcel.Message parcel) {
        var tap = station.network().tap();
        if (tap != null) {
            tap.delivered(
                    parcel.sentNanos,
                    station.network().agenda().nanos(),
                    out.to().ip(),
                    station.ip(),
                    parcel.message);
        }
        bus.listener().received(id, parcel.message);
    }

    @Override
    void tellOpened() {
        if (!bus.knows(this)) return;
        if (id < 0) bus.listener().accepted(id, station.network().nat().seenAs(out.to().ip()));
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
