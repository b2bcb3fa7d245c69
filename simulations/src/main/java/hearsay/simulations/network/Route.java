package hearsay.simulations.network;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Some of the directions in which machines send to each other, also those that come later.
@FunctionalInterface
public interface Route {

    /// Whether what is sent from one IP to the other goes this way.
    boolean leads(String fromIp, String toIp);

    Route EVERYWHERE = (from, to) -> true;

    /// What these send, to anybody.
    static Route from(Collection<String> ips) {
        var senders = new LinkedHashSet<>(ips);
        return (from, to) -> senders.contains(from);
    }

    /// What these are sent, by anybody.
    static Route to(Collection<String> ips) {
        var receivers = new LinkedHashSet<>(ips);
        return (from, to) -> receivers.contains(to);
    }

    /// One way, from some to others.
    static Route oneWay(Collection<String> sending, Collection<String> receiving) {
        var senders = new LinkedHashSet<>(sending);
        var receivers = new LinkedHashSet<>(receiving);
        return (from, to) -> senders.contains(from) && receivers.contains(to);
    }

    /// Both ways between some and others.
    static Route between(Collection<String> some, Collection<String> others) {
        return oneWay(some, others).or(oneWay(others, some));
    }

    /// All that these send or are sent, among themselves too.
    static Route touching(Collection<String> ips) {
        return from(ips).or(to(ips));
    }

    /// Both ways between these and everybody else, but not among them.
    static Route around(Collection<String> ips) {
        var inside = new LinkedHashSet<>(ips);
        return (from, to) -> inside.contains(from) != inside.contains(to);
    }

    /// Between members of different groups. Who is in none is concerned by nothing.
    static Route across(List<? extends Collection<String>> groups) {
        Map<String, Integer> groupOf = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            for (var ip : groups.get(i)) groupOf.put(ip, i);
        }
        return (from, to) -> {
            var mine = groupOf.get(from);
            var theirs = groupOf.get(to);
            return mine != null && theirs != null && !mine.equals(theirs);
        };
    }

    /// Between those that are no neighbours in a ring.
    static Route acrossRing(List<String> ips) {
        Map<String, Integer> seats = new LinkedHashMap<>();
        for (var ip : ips) seats.put(ip, seats.size());
        int size = seats.size();
        return (from, to) -> {
            var mine = seats.get(from);
            var theirs = seats.get(to);
            if (mine == null || theirs == null) return false;
            int apart = Math.floorMod(mine - theirs, size);
            return apart > 1 && apart < size - 1;
        };
    }

    default Route or(Route other) {
        return (from, to) -> leads(from, to) || other.leads(from, to);
    }

    /// This way, but not to or from these.
    default Route except(Collection<String> ips) {
        Set<String> spared = new LinkedHashSet<>(ips);
        return (from, to) -> !spared.contains(from) && !spared.contains(to) && leads(from, to);
    }
}
