package hearsay.simulations.story;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.simulations.check.Operation;
import hearsay.simulations.workload.AgendaLoop;
import hearsay.simulations.workload.Surroundings;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.Watch;
import hearsay.simulations.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The clients' machines in a simulated world: one for each client, on the network of the nodes,
/// with an IP from 10.1.0.0 on.
final class Visitors {

    private final World world;
    private final AgendaLoop loop;
    private final Map<Integer, Ports> ports = new TreeMap<>();

    private Visitors(World world) {
        this.world = world;
        loop = new AgendaLoop(world.agenda());
    }

    static Surroundings of(World world) {
        var visitors = new Visitors(world);
        return new Surroundings(
                endpoints(world.hosts()),
                world.sentinels().isEmpty()
                        ? null
                        : new Surroundings.Sentinels(
                                Watch.MASTER,
                                endpoints(world.sentinels()),
                                world.plan().watch().clientsKnow()),
                visitors::ports,
                endpoint -> Integer.toString(endpoint.port()),
                0);
    }

    private static List<Endpoint> endpoints(List<Host> hosts) {
        return hosts.stream().map(Host::address).map(Endpoint::of).toList();
    }

    private Ports ports(int client) {
        return ports.computeIfAbsent(
                client, number -> new Ports(world.network().plug(ip(number)).links(), loop));
    }

    /// Who reads back is the first.
    private static String ip(int client) {
        int number = client - Operation.READ_BACK + 1;
        return "10.1.%d.%d".formatted(number >> 8, number & 0xff);
    }
}
