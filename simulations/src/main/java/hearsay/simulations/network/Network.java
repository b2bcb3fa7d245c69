package hearsay.simulations.network;

import hearsay.simulations.runtime.Agenda;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Everything between the machines of a world. A machine has one IP; a process on it is a
/// [Station], plugged in when it starts and unplugged when it ends.
///
/// Below the ports of a node lies a TCP of its own, in whole flushes and whole messages instead of
/// packets: connections are made by three messages, what a path does not let through is tried again
/// after 200 ms, 400 ms and so on, and given up after fifteen minutes. Nothing is told to anybody
/// within the call that caused it.
public final class Network {

    private final Agenda agenda;
    private final RandomGenerator chance;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<Place> numbered = new ArrayList<>();
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

    /// A number made of everything that was delivered so far (when, from where, to where, what and
    /// how long): two runs with the same number are the same.
    public long fingerprint() {
        return fingerprint;
    }

    /// How many deliveries there have been.
    public long delivered() {
        return delivered;
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
        var added = new Path(this, from, to);
        from.add(added);
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
