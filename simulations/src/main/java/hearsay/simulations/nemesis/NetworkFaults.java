package hearsay.simulations.nemesis;

import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Text;
import hearsay.simulations.network.Disturbance;
import hearsay.simulations.network.Network;
import hearsay.simulations.network.Route;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What goes wrong with the network. Each method tells the diary, does it, and gives what takes it
/// back.
final class NetworkFaults {

    private final World world;
    private final Network network;

    NetworkFaults(World world) {
        this.world = world;
        network = world.network();
    }

    Runnable partition(Fault.Partition partition, List<Host> aimed, RandomGenerator chance) {
        var sides = Sides.of(partition, world.machines(), aimed, chance);
        var apart = sides.apart();
        var others = sides.others();
        String text =
                switch (partition.shape()) {
                    case ISOLATE, HALVES -> names(apart) + " | " + names(others);
                    case BRIDGE ->
                            names(apart) + " | " + names(others) + ", bridge " + aimed.getFirst();
                    case RING -> "each reaches only the next and the one before";
                    case MUTE -> "what " + names(apart) + " say is lost";
                    case DEAF -> "what others say to " + names(apart) + " is lost";
                };
        note(Deed.PARTITION, text, apart);
        var cut = network.cut(sides.route(partition.shape()));
        return () -> {
            cut.end();
            note(Deed.HEAL, "healed: " + text, apart);
        };
    }

    Runnable delay(Fault.Delay fault, Aim aim, List<Host> hosts) {
        var change = network.change(route(aim, hosts), usual -> usual.withLatency(fault.latency()));
        return begin("packets take " + fault.latency(), aim, hosts, change);
    }

    Runnable loss(Fault.Loss fault, Aim aim, List<Host> hosts) {
        var change =
                network.change(route(aim, hosts), usual -> usual.withLoss(fault.probability()));
        return begin("loss of " + percent(fault.probability()), aim, hosts, change);
    }

    Runnable duplication(Fault.Duplication fault, Aim aim, List<Host> hosts) {
        var change =
                network.change(
                        route(aim, hosts), usual -> usual.withDuplication(fault.probability()));
        return begin("duplication of " + percent(fault.probability()), aim, hosts, change);
    }

    Runnable reordering(Fault.Reordering fault, Aim aim, List<Host> hosts) {
        var change =
                network.change(
                        route(aim, hosts),
                        usual -> usual.withReordering(fault.probability(), fault.late()));
        String text = percent(fault.probability()) + " up to " + Text.of(fault.late()) + " late";
        return begin("reordering, " + text, aim, hosts, change);
    }

    Runnable bandwidth(Fault.Bandwidth fault, Aim aim, List<Host> hosts) {
        var change =
                network.change(
                        route(aim, hosts), usual -> usual.withBandwidth(fault.bytesPerSecond()));
        return begin(fault.bytesPerSecond() + " bytes per second", aim, hosts, change);
    }

    Runnable drop(Fault.DropMessages fault, Aim aim, List<Host> hosts) {
        var ips = ips(hosts);
        var route =
                aim.equals(Aim.EVERYONE)
                        ? Route.EVERYWHERE
                        : fault.from() ? Route.from(ips) : Route.to(ips);
        int count = fault.count() == 0 ? Integer.MAX_VALUE : fault.count();
        var drop = network.drop(route, List.of(fault.type()), fault.probability(), count);
        String which = fault.count() == 0 ? "" : "the next " + fault.count() + " ";
        String chance = fault.probability() == 1 ? "" : percent(fault.probability()) + " of ";
        String what = chance + which + fault.type().word() + (fault.from() ? " from" : " to");
        return begin("drops " + what, aim, hosts, drop);
    }

    Runnable hold(Aim aim, List<Host> hosts) {
        return begin("holds what is sent", aim, hosts, network.hold(route(aim, hosts)));
    }

    void reset(Aim aim, List<Host> hosts) {
        int count = network.reset(route(aim, hosts));
        note(Deed.FAULT, "reset " + count + " connections" + whose(aim, hosts), hosts);
    }

    private Runnable begin(String text, Aim aim, List<Host> hosts, Disturbance disturbance) {
        String full = text + whose(aim, hosts);
        note(Deed.FAULT, full, hosts);
        return () -> {
            disturbance.end();
            note(Deed.FAULT, "over: " + full, hosts);
        };
    }

    private void note(String word, String text, List<Host> hosts) {
        world.diary().note(Entry.WORLD, Deed.of(word, text).with(Deed.NODES, names(hosts)));
    }

    private static Route route(Aim aim, List<Host> hosts) {
        return aim.equals(Aim.EVERYONE) ? Route.EVERYWHERE : Route.touching(ips(hosts));
    }

    private static List<String> ips(List<Host> hosts) {
        return hosts.stream().map(Host::ip).toList();
    }

    private static String whose(Aim aim, List<Host> hosts) {
        return aim.equals(Aim.EVERYONE) ? ", everywhere" : ", " + names(hosts);
    }

    static String names(List<Host> hosts) {
        return hosts.stream().map(Host::name).collect(Collectors.joining(" "));
    }

    private static String percent(double probability) {
        return Math.round(probability * 1000) / 10.0 + "%";
    }
}
