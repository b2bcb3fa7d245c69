package hearsay.simulations.nemesis;

import hearsay.simulations.fault.Fault.Partition;
import hearsay.simulations.network.Route;
import hearsay.simulations.world.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The two sides of a partition, and who is on neither.
///
/// Whoever is no node is a client; which side it is on is decided when it first sends.
final class Sides {

    private static final int NEITHER = 0;
    private static final int APART = 1;
    private static final int OTHERS = 2;

    private final List<Host> apart;
    private final List<Host> others;
    private final Map<String, Integer> sides = new LinkedHashMap<>();
    private final Partition.Clients clients;
    private int clientCount;

    private Sides(List<Host> all, List<Host> apart, List<Host> others, Partition.Clients clients) {
        this.apart = apart;
        this.others = others;
        this.clients = clients;
        for (var host : all) sides.put(host.ip(), NEITHER);
        for (var host : apart) sides.put(host.ip(), APART);
        for (var host : others) sides.put(host.ip(), OTHERS);
    }

    /// @param aimed at least one of them
    static Sides of(Partition partition, List<Host> all, List<Host> aimed, RandomGenerator chance) {
        var first = aimed.getFirst();
        return switch (partition.shape()) {
            case ISOLATE, MUTE, DEAF ->
                    new Sides(all, aimed, without(all, aimed), partition.clients());
            case HALVES -> {
                var small = smallerHalf(all, first, chance);
                yield new Sides(all, small, without(all, small), partition.clients());
            }
            case BRIDGE -> {
                var rest = without(all, List.of(first));
                var small = half(rest, rest.size() / 2, chance);
                yield new Sides(all, small, without(rest, small), partition.clients());
            }
            case RING -> new Sides(all, all, List.of(), Partition.Clients.EVERYWHERE);
        };
    }

    /// One of two halves, in which this one is not.
    static List<Host> smallerHalf(List<Host> all, Host notThat, RandomGenerator chance) {
        return half(without(all, List.of(notThat)), all.size() / 2, chance);
    }

    private static List<Host> without(List<Host> all, List<Host> some) {
        Set<Host> gone = new LinkedHashSet<>(some);
        return all.stream().filter(host -> !gone.contains(host)).toList();
    }

    private static List<Host> half(List<Host> hosts, int size, RandomGenerator chance) {
        var left = new ArrayList<>(hosts);
        while (left.size() > size) left.remove(chance.nextInt(left.size()));
        return left;
    }

    /// What the partition does not let through.
    Route route(Partition.Shape shape) {
        return switch (shape) {
            case ISOLATE, HALVES, BRIDGE -> (from, to) -> areOpposite(side(from), side(to));
            case MUTE -> (from, to) -> side(from) == APART && side(to) == OTHERS;
            case DEAF -> (from, to) -> side(from) == OTHERS && side(to) == APART;
            case RING -> Route.acrossRing(apart.stream().map(Host::ip).toList());
        };
    }

    private static boolean areOpposite(int one, int other) {
        return one != NEITHER && other != NEITHER && one != other;
    }

    private int side(String ip) {
        return sides.computeIfAbsent(ip, client -> sideOfClient(clientCount++));
    }

    private int sideOfClient(int number) {
        return switch (clients) {
            case EVERYWHERE -> NEITHER;
            case WITH_AIMED -> APART;
            case WITH_OTHERS -> OTHERS;
            case BOTH_SIDES -> number % 2 == 0 ? APART : OTHERS;
        };
    }

    /// The one side: those that were aimed at, or the smaller half.
    List<Host> apart() {
        return apart;
    }

    List<Host> others() {
        return others;
    }
}
