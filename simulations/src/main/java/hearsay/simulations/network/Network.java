package hearsay.simulations.network;

import hearsay.gossip.bus.BusMessage;
import hearsay.simulations.fault.Latency;
import hearsay.simulations.runtime.Agenda;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everything between the machines of a world. A machine has one IP; a process on it is a
/// [Station], plugged in when it starts and unplugged when it ends.
///
/// Below the ports of a node lies a TCP of its own, in whole flushes and whole messages instead of
/// packets: connections are made by three messages, what a path does not let through is tried again
/// after 200 ms, 400 ms and so on, and given up after fifteen minutes. Nothing is told to anybody
/// within the call that caused it.
///
/// What goes wrong is a [Disturbance]. Any number of them may hold at once, each ends by itself,
/// and [#heal] ends all. Machines are named by their IPs; those that appear later are concerned
/// too.
public final class Network {

    private static final Conditions LOOPBACK =
            Conditions.of(Latency.always(Duration.ofNanos(10_000)));

    private final Agenda agenda;
    private final RandomGenerator chance;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<Place> numbered = new ArrayList<>();
    private final Nat nat = new Nat();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<Latency, Sampler> samplers = new LinkedHashMap<>();
    private Conditions conditions = Conditions.QUIET;
    private @Nullable Tap tap;
    private long machineBandwidth;
    private long fingerprint = 0x9E3779B97F4A7C15L;
    private long delivered;

    public Network(Agenda agenda, RandomGenerator chance) {
        this.agenda = agenda;
        this.chance = chance;
    }

    /// A process comes to life on the machine of that IP.
    ///
    /// @throws IllegalStateException if one is alive there
    public Station plug(String ip) {
        var place = place(ip);
        if (place.station() != null) throw new IllegalStateException(ip + " is plugged in already");
        var station = new Station(this, place);
        place.plugged(station);
        return station;
    }

    /// Addresses that lead elsewhere.
    public Nat nat() {
        return nat;
    }

    /// Who watches the bus from now on, null for nobody.
    public void tap(@Nullable Tap newTap) {
        tap = newTap;
    }

    // How it carries.

    /// What holds wherever nothing else is said.
    public Conditions conditions() {
        return conditions;
    }

    public void conditions(Conditions usual) {
        conditions = usual;
        straighten();
    }

    /// How much each machine can send, to all others together.
    ///
    /// @param bytes per second, 0 for any amount
    public void machineBandwidth(long bytes) {
        machineBandwidth = bytes;
    }

    long machineBandwidth() {
        return machineBandwidth;
    }

    /// Lets a route carry otherwise than it would; of several changes the later ones build upon the
    /// earlier.
    public Disturbance change(Route route, UnaryOperator<Conditions> how) {
        return begin(new Rule.Change(this, route, how));
    }

    // Partitions: connections stay, and what is sent waits for a retransmission that passes.

    /// Nothing passes there.
    public Disturbance cut(Route route) {
        return begin(new Rule.Cut(this, route));
    }

    /// Each group keeps to itself: halves, thirds. Whoever is in none still reaches all.
    public Disturbance partition(List<? extends Collection<String>> groups) {
        return cut(Route.across(groups));
    }

    /// Each reaches only the next one and the one before.
    public Disturbance ring(List<String> ips) {
        return cut(Route.acrossRing(ips));
    }

    /// Two sides, and one that reaches both.
    public Disturbance bridge(Collection<String> left, String bridge, Collection<String> right) {
        return cut(Route.between(left, right).except(List.of(bridge)));
    }

    /// These together, cut off from everybody else.
    public Disturbance isolate(Collection<String> ips) {
        return cut(Route.around(ips));
    }

    // What happens to messages and links.

    /// Messages of the bus are lost, by chance.
    public Disturbance drop(Route route, Collection<BusMessage.Type> types, double probability) {
        return drop(route, types, probability, Integer.MAX_VALUE);
    }

    /// The next `count` messages of the bus that go this way are lost.
    public Disturbance dropNext(Route route, Collection<BusMessage.Type> types, int count) {
        return drop(route, types, 1, count);
    }

    /// @param count how many at most
    public Disturbance drop(
            Route route, Collection<BusMessage.Type> types, double probability, int count) {
        return begin(new Rule.Drop(this, route, EnumSet.copyOf(types), probability, count));
    }

    /// What is sent there waits in the network, and arrives in its order when this ends.
    public Disturbance hold(Route route) {
        return begin(new Rule.Hold(this, route));
    }

    /// Ends connections that lead this way or back, at both sides.
    ///
    /// @return how many
    public int reset(Route route) {
        int count = 0;
        for (var socket : connections(route)) if (socket.tear()) count++;
        return count;
    }

    /// Leaves connections half-open: the one side loses them, and the other hears nothing of it.
    /// What that one writes vanishes until it gives up.
    ///
    /// @return how many
    public int forget(String losing, String unaware) {
        int count = 0;
        for (var socket : connections(Route.oneWay(List.of(losing), List.of(unaware)))) {
            if (socket.out.from().ip().equals(losing) && socket.tearOneSided()) count++;
        }
        return count;
    }

    /// Ends all disturbances. Connections that were lost stay lost.
    public void heal() {
        var ending = List.copyOf(rules);
        rules.clear();
        for (var rule : ending) rule.end();
        straighten();
    }

    /// Those that have not ended, the earliest first.
    public List<Disturbance> disturbances() {
        return List.copyOf(rules);
    }

    // What it tells.

    /// A number made of everything that was delivered so far (when, from where, to where, what and
    /// how long): two runs with the same number are the same.
    public long fingerprint() {
        return fingerprint;
    }

    /// How many deliveries there have been.
    public long delivered() {
        return delivered;
    }

    private Disturbance begin(Rule rule) {
        rules.add(rule);
        straighten();
        return rule;
    }

    void ended(Rule rule) {
        if (rules.remove(rule)) straighten();
    }

    private void straighten() {
        for (var place : numbered) place.paths().forEach(this::straighten);
    }

    private void straighten(Path path) {
        if (path.from() == path.to()) return;
        path.straighten(conditions);
        for (var rule : rules) rule.bendIfConcerned(path);
        path.settle();
    }

    private List<Socket> connections(Route route) {
        var found = new ArrayList<Socket>();
        for (var place : numbered) {
            var station = place.station();
            if (station == null) continue;
            for (var socket : station.sockets()) {
                String there = socket.out.to().ip();
                if (route.leads(place.ip(), there) || route.leads(there, place.ip()))
                    found.add(socket);
            }
        }
        return found;
    }

    Sampler sampler(Latency latency) {
        return samplers.computeIfAbsent(latency, Sampler::new);
    }

    @Nullable Tap tap() {
        return tap;
    }

    Agenda agenda() {
        return agenda;
    }

    RandomGenerator chance() {
        return chance;
    }

    Place place(String ip) {
        var place = places.get(ip);
        if (place != null) return place;
        var added = new Place(ip, numbered.size());
        places.put(ip, added);
        numbered.add(added);
        return added;
    }

    Path path(Place from, Place to) {
        var path = from.pathTo(to);
        if (path != null) return path;
        var added = new Path(this, from, to, from == to ? LOOPBACK : conditions);
        from.add(added);
        straighten(added);
        return added;
    }

    void delivered(Place from, Place to, int kind, int length) {
        delivered++;
        mix(agenda.nanos());
        mix(((long) from.number() << 40) ^ ((long) to.number() << 16) ^ kind);
        mix(length);
    }

    private void mix(long value) {
        long mixed = (fingerprint ^ value) * 0xBF58476D1CE4E5B9L;
        fingerprint = mixed ^ (mixed >>> 29);
    }
}
