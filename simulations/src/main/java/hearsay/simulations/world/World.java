package hearsay.simulations.world;

import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.rules.Rules;
import hearsay.node.server.Log;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.network.Network;
import hearsay.simulations.runtime.Agenda;
import hearsay.simulations.runtime.Simulation;
import hearsay.simulations.topology.Blueprint;
import hearsay.simulations.topology.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A whole cluster in one thread, made from a plan and a seed: every node the real actor,
/// everything around it virtual. The same plan and the same seed make the same history, to the
/// byte.
public final class World implements AutoCloseable {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int BUS_OFFSET = 10_000;

    /// Ten times a second each node does its chores; the nodes of a real cluster do not do so in
    /// step.
    private static final long CRON_NANOS = 100 * NANOS_PER_MILLI;

    private final Simulation simulation;
    private final Network network;
    private final Diary diary;
    private final WorldPlan plan;
    private final Rules rules;
    private final Surroundings surroundings;
    private final Map<Integer, Host> hosts = new LinkedHashMap<>();
    private final String directives;

    public World(WorldPlan plan, long seed) {
        this(plan, seed, Rules.REDIS);
    }

    /// A world whose nodes keep to other rules than Redis', to see whether anybody notices.
    public World(WorldPlan plan, long seed, Rules rules) {
        this.plan = plan;
        this.rules = rules;
        simulation = new Simulation(seed);
        surroundings = new Surroundings(plan);
        network = new Network(simulation.agenda(), simulation.nextChance());
        surroundings.prepare(network);
        diary = new Diary(simulation.agenda()::nanos);
        directives = directivesOf(plan);
        var shape = new Plan(plan.masters(), plan.replicas(), plan.firstPort(), true);
        var blueprint =
                new Blueprint(
                        shape,
                        seat -> surroundings.announced(addressOf(seat)),
                        simulation.nextChance());
        for (var seat : shape.seats()) {
            var host =
                    new Host(
                            this,
                            addressOf(seat),
                            simulation.nextChance(),
                            simulation.nextChance());
            host.disk().withSpeed(surroundings.disk());
            surroundings.connect(network, host.address());
            host.remember(blueprint.of(seat.port()).text());
            diary.names().put(new NodeId(blueprint.idOf(seat.port())), host.name());
            hosts.put(seat.port(), host);
            setClock(host.clock(), simulation.nextChance());
        }
        start(simulation.nextChance());
    }

    private static String directivesOf(WorldPlan plan) {
        var text = new StringBuilder();
        plan.directives()
                .forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return text.toString();
    }

    /// Wrong, and going wrong, by as much as the plan allows.
    private void setClock(VirtualClock clock, RandomGenerator chance) {
        long offset = plan.clockOffset().toNanos();
        if (offset > 0) clock.jump(chance.nextLong(-offset, offset + 1));
        double drift = plan.clockDrift() * 1e-6;
        if (drift > 0) clock.drift(chance.nextDouble(-drift, drift));
    }

    private void start(RandomGenerator chance) {
        for (var host : hosts.values()) agenda().after(chance.nextLong(CRON_NANOS), host::start);
        runFor(CRON_NANOS);
    }

    private static Address addressOf(Plan.Seat seat) {
        int number = seat.port();
        var ip = "10.%d.%d.%d".formatted(number >> 16, (number >> 8) & 0xff, number & 0xff);
        return new Address(ip, seat.port(), 0, seat.port() + BUS_OFFSET, "");
    }

    public Agenda agenda() {
        return simulation.agenda();
    }

    public Simulation simulation() {
        return simulation;
    }

    public Network network() {
        return network;
    }

    public Diary diary() {
        return diary;
    }

    public WorldPlan plan() {
        return plan;
    }

    Rules rules() {
        return rules;
    }

    /// By port.
    public List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    /// @throws IllegalArgumentException there is none
    public Host host(int port) {
        var host = hosts.get(port);
        if (host == null) throw new IllegalArgumentException("no node on port " + port);
        return host;
    }

    /// Nanoseconds since the world began.
    public long nanos() {
        return agenda().nanos();
    }

    public void runUntil(long nanos) {
        simulation.runUntil(nanos);
    }

    public void runFor(long nanos) {
        simulation.runUntil(nanos() + nanos);
    }

    /// redis.conf of a node.
    String directives(Host host) {
        var text = new StringBuilder();
        text.append("port ").append(host.port()).append('\n');
        text.append("bind ").append(host.ip()).append('\n');
        text.append("cluster-port ").append(host.address().busPort()).append('\n');
        text.append("protected-mode no\ncluster-enabled yes\n");
        text.append("cluster-node-timeout ").append(plan.nodeTimeout().toMillis()).append('\n');
        text.append(surroundings.directives(host.address()));
        return text.append(directives).toString();
    }

    Log log(Host host) {
        return diary.log(host.name());
    }

    void note(Host host, Deed deed) {
        diary.note(host.name(), deed);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
