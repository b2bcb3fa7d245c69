package hearsay.simulations.world;

import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.rules.Rules;
import hearsay.node.server.Log;
import hearsay.sentinel.model.Milestone;
import hearsay.simulations.diary.Achieved;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.network.Network;
import hearsay.simulations.runtime.Agenda;
import hearsay.simulations.runtime.Simulation;
import hearsay.simulations.topology.Blueprint;
import hearsay.simulations.topology.Plan;
import java.util.ArrayList;
import java.util.Collections;
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

    /// A milestone of a Sentinel's work.
    ///
    /// @param nanos since the world began
    /// @param sentinel the name of its host
    public record Reached(long nanos, String sentinel, Milestone milestone) {}

    private final Simulation simulation;
    private final Network network;
    private final Diary diary;
    private final WorldPlan plan;
    private final Rules rules;
    private final hearsay.sentinel.rules.Rules sentinelRules;
    private final Surroundings surroundings;
    private final Map<Integer, Host> hosts = new LinkedHashMap<>();
    private final Map<Integer, Host> sentinels = new LinkedHashMap<>();
    private final List<Reached> reached = new ArrayList<>();
    private final String directives;

    public World(WorldPlan plan, long seed) {
        this(plan, seed, Rules.REDIS);
    }

    /// A world whose nodes keep to other rules than Redis', to see whether anybody notices.
    public World(WorldPlan plan, long seed, Rules rules) {
        this(plan, seed, rules, hearsay.sentinel.rules.Rules.REDIS);
    }

    /// Likewise for its Sentinels.
    public World(
            WorldPlan plan, long seed, Rules rules, hearsay.sentinel.rules.Rules sentinelRules) {
        this.plan = plan;
        this.rules = rules;
        this.sentinelRules = sentinelRules;
        simulation = new Simulation(seed);
        surroundings = new Surroundings(plan);
        network = new Network(simulation.agenda(), simulation.nextChance());
        surroundings.prepare(network);
        diary = new Diary(simulation.agenda()::nanos);
        directives = directivesOf(plan);
        var shape = new Plan(plan.masters(), plan.replicas(), plan.firstPort(), isCluster());
        if (isCluster()) makeCluster(shape);
        else makeWatched(shape);
        start(simulation.nextChance());
    }

    private void makeCluster(Plan shape) {
        var blueprint =
                new Blueprint(
                        shape,
                        seat -> surroundings.announced(addressOf(seat.port())),
                        simulation.nextChance());
        for (var seat : shape.seats()) {
            var host = addHost(seat.port(), false);
            host.remember(Host.NODES_CONF, blueprint.of(seat.port()).text());
            diary.names().put(new NodeId(blueprint.idOf(seat.port())), host.name());
            setClock(host.clock(), simulation.nextChance());
        }
    }

    /// A master, its replicas, and Sentinels that know nothing but the master's address.
    private void makeWatched(Plan shape) {
        for (var seat : shape.seats()) {
            var host = addHost(seat.port(), false);
            var conf = new StringBuilder(directives(host));
            int priority = plan.watch().priority(seat.port() - plan.firstPort() - 1);
            conf.append("replica-priority ").append(priority).append('\n');
            seat.masterPort()
                    .map(World::addressOf)
                    .ifPresent(master ->
                            conf.append("replicaof %s %d\n".formatted(master.ip(), master.port())));
            host.remember(Host.REDIS_CONF, conf.toString());
            setClock(host.clock(), simulation.nextChance());
        }
        var master = addressOf(plan.firstPort());
        for (int i = 0; i < plan.watch().sentinels(); i++) {
            int port = Watch.FIRST_PORT + i;
            var host = addHost(port, true);
            host.remember(
                    Host.SENTINEL_CONF,
                    plan.watch().conf(host.ip(), port, master.ip(), master.port()));
            setClock(host.clock(), simulation.nextChance());
        }
    }

    private Host addHost(int port, boolean watches) {
        var host =
                new Host(
                        this,
                        addressOf(port),
                        watches,
                        simulation.nextChance(),
                        simulation.nextChance());
        host.disk().withSpeed(surroundings.disk());
        surroundings.connect(network, host.address());
        (watches ? sentinels : hosts).put(port, host);
        return host;
    }

    boolean isCluster() {
        return plan.watch().isNone();
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
        for (var host : sentinels.values()) {
            agenda().after(chance.nextLong(CRON_NANOS), host::start);
        }
        runFor(CRON_NANOS);
    }

    private static Address addressOf(int number) {
        var ip = "10.%d.%d.%d".formatted(number >> 16, (number >> 8) & 0xff, number & 0xff);
        return new Address(ip, number, 0, number + BUS_OFFSET, "");
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

    hearsay.sentinel.rules.Rules sentinelRules() {
        return sentinelRules;
    }

    /// The nodes, by port.
    public List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    /// The Sentinels, by port; none in a cluster.
    public List<Host> sentinels() {
        return List.copyOf(sentinels.values());
    }

    /// All nodes and Sentinels.
    public List<Host> machines() {
        var all = new ArrayList<>(hosts.values());
        all.addAll(sentinels.values());
        return all;
    }

    /// What happened to Sentinels that laws are about, in order.
    public List<Reached> reached() {
        return Collections.unmodifiableList(reached);
    }

    void reached(Host host, Milestone milestone) {
        reached.add(new Reached(nanos(), host.name(), milestone));
        diary.note(host.name(), new Achieved(milestone));
    }

    /// A node or a Sentinel.
    ///
    /// @throws IllegalArgumentException there is none
    public Host host(int port) {
        var host = hosts.getOrDefault(port, sentinels.get(port));
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
        text.append("protected-mode no\n");
        if (isCluster()) text.append("cluster-enabled yes\n");
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
