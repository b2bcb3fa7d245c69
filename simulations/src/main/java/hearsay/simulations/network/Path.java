package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from one machine to another, one direction of it, as it is now.
final class Path {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Network network;
    private final Place from;
    private final Place to;
    private Conditions conditions;
    private Sampler latency;
    private boolean cut;
    private boolean holding;
    private List<Rule.Drop> drops = List.of();
    private @Nullable List<Parcel> held;
    private long freeNanos;

    Path(Network network, Place from, Place to, Conditions conditions) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.conditions = conditions;
        latency = network.sampler(conditions.latency());
    }

    Place from() {
        return from;
    }

    Place to() {
        return to;
    }

    // What holds for it.

    /// As it is without any rule.
    void straighten(Conditions usual) {
        conditions = usual;
        cut = false;
        holding = false;
        drops = List.of();
    }

    Conditions conditions() {
        return conditions;
    }

    void conditions(Conditions other) {
        conditions = other;
    }

    void cut() {
        cut = true;
    }

    void hold() {
        holding = true;
    }

    void drops(Rule.Drop rule) {
        drops = new ArrayList<>(drops);
        drops.add(rule);
    }

    /// All rules have been heard.
    void settle() {
        latency = network.sampler(conditions.latency());
        if (holding || held == null) return;
        var released = held;
        held = null;
        for (var parcel : released) parcel.from.send(parcel);
    }

    // Sending.

    /// Whether what is sent now gets to the machine at its end.
    boolean passes() {
        return !cut && !to.isDark();
    }

    /// Whether chance takes this one.
    boolean loses() {
        return conditions.loss() > 0 && network.chance().nextDouble() < conditions.loss();
    }

    boolean drops(BusMessage message) {
        for (int i = 0; i < drops.size(); i++) if (drops.get(i).takes(message)) return true;
        return false;
    }

    /// Whether the parcel has to wait here.
    boolean holds(Parcel parcel) {
        if (!holding) return false;
        if (held == null) held = new ArrayList<>();
        held.add(parcel);
        return true;
    }

    /// When what is sent now arrives.
    ///
    /// @param size bytes on the wire
    long arrival(int size) {
        return network.agenda().nanos() + latency(size);
    }

    /// How long what is sent now takes, with its turn in the queue.
    long latency(int size) {
        long drawn = latency.draw(network.chance());
        long uplink = from == to ? 0 : network.machineBandwidth();
        long rate = conditions.bytesPerSecond();
        if (uplink == 0 && rate == 0) return drawn;
        long now = network.agenda().nanos();
        if (uplink > 0) drawn += from.queue(size, uplink, now);
        if (rate == 0) return drawn;
        freeNanos = Math.max(now, freeNanos) + (long) (size * NANOS_PER_SECOND / rate);
        return freeNanos - now + drawn;
    }
}
