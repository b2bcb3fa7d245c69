package hearsay.simulations.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.node.actor.Node;
import hearsay.node.config.CommandLine;
import hearsay.node.config.RedisConf;
import hearsay.node.disk.AtomicFile;
import hearsay.node.link.LinkListener;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.server.Environment;
import hearsay.node.server.Log;
import hearsay.node.server.Server;
import hearsay.sentinel.actor.Keeper;
import hearsay.sentinel.actor.SentinelActor;
import hearsay.sentinel.command.SentinelCommands;
import hearsay.sentinel.config.SentinelConf;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.model.Milestone;
import hearsay.sentinel.rules.Rules;
import hearsay.simulations.disk.DiskSpeed;
import hearsay.simulations.disk.SimulatedDisk;
import hearsay.simulations.network.Network;
import hearsay.simulations.network.Station;
import hearsay.simulations.runtime.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Sentinels are the same actors in virtual time: a master with two replicas, three Sentinels, one
/// seed.
final class SentinelsInVirtualTimeTest {

    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26_379;
    private static final String CONF = "/data/sentinel.conf";

    /// A small world of one seed.
    private static final class Small implements AutoCloseable {

        final Simulation simulation;
        final Network network;
        final List<VirtualNode> nodes = new ArrayList<>();
        final List<VirtualSentinel> sentinels = new ArrayList<>();
        final List<String> told = new ArrayList<>();

        Small(long seed) throws IOException {
            simulation = new Simulation(seed);
            network = new Network(simulation.agenda(), simulation.nextChance());
            for (int i = 1; i <= 3; i++) {
                nodes.add(new VirtualNode(this, "10.0.0." + i, i > 1 ? "10.0.0.1" : ""));
            }
            for (int i = 1; i <= 3; i++) {
                sentinels.add(new VirtualSentinel(this, "10.0.1." + i));
            }
        }

        void run(long seconds) {
            long now = simulation.agenda().nanos();
            simulation.runUntil(now + TimeUnit.SECONDS.toNanos(seconds));
        }

        /// Whom each Sentinel names.
        List<String> masters() {
            return sentinels.stream().map(VirtualSentinel::master).toList();
        }

        Environment ports(Station station, VirtualClock clock, SimulatedDisk disk, Log log) {
            return new Environment(
                    clock,
                    clock::nanos,
                    simulation.nextChance(),
                    station.links(),
                    log,
                    new VirtualMachine(1, micros -> {}),
                    disk);
        }

        SimulatedDisk disk() {
            return new SimulatedDisk(simulation.agenda(), simulation.nextChance())
                    .withFolder(VirtualFiles.HOME);
        }

        @Override
        public void close() {
            simulation.close();
        }
    }

    private static final class VirtualNode implements Node.Keeper {

        final Station station;
        final Gate<Node.Message> gate = new Gate<>(Node.Message.class, Node.Signal.CRON);
        final ActorRef<Node.Message> actor;
        @Nullable Server server;

        VirtualNode(Small world, String ip, String master) {
            station = world.network.plug(ip);
            var text = "port " + PORT + "\nprotected-mode no\nsave \"\"\n";
            if (!master.isEmpty()) text += "replicaof " + master + " " + PORT + "\n";
            var config =
                    RedisConf.read(
                            new CommandLine(Optional.empty(), false, text),
                            new VirtualFiles(world.disk()),
                            name -> true);
            var clock = new VirtualClock(world.simulation.agenda());
            var ports = world.ports(station, clock, world.disk(), (level, line) -> {});
            var node = Node.create(ports, config, null, this);
            actor = world.simulation.spawn(Behaviors.intercept(() -> gate, node), "node-" + ip);
        }

        @Override
        public void born(Server inside, hearsay.gossip.member.@Nullable Member member) {
            server = inside;
        }

        boolean isMaster() {
            return server != null && server.replication().isMaster();
        }

        @Override
        public void ready(LinkListener clients) {
            station.listen(PORT, clients);
        }

        @Override
        public void ended(boolean failed) {}

        void kill() {
            gate.die();
            station.unplug(false);
            actor.tell(Node.Signal.CRON);
        }
    }

    private static final class VirtualSentinel implements Keeper {

        final Small world;
        final Station station;
        final SimulatedDisk disk;
        @Nullable Sentinel core;

        VirtualSentinel(Small world, String ip) throws IOException {
            this.world = world;
            station = world.network.plug(ip);
            disk = world.disk();
            var text =
                    """
                    port %d
                    sentinel monitor m 10.0.0.1 6379 2
                    sentinel down-after-milliseconds m 2000
                    """
                            .formatted(SENTINEL_PORT);
            var conf = new AtomicFile(disk, CONF);
            conf.replace(text.getBytes(UTF_8));
            var config =
                    RedisConf.readSentinel(
                            new CommandLine(Optional.empty(), false, text),
                            new VirtualFiles(disk),
                            SentinelCommands::isCommand);
            var machine = hearsay.sentinel.member.Environment.BARE;
            var clock = new VirtualClock(world.simulation.agenda());
            Log log =
                    (level, line) ->
                            world.told.add(
                                    world.simulation.agenda().nanos() + " " + ip + " " + line);
            Supplier<akka.actor.typed.Behavior<ConfigKeeper.Command>> keeper =
                    () -> ConfigKeeper.of(conf, disk.process());
            var around =
                    new hearsay.sentinel.actor.World(
                            world.ports(station, clock, disk, log),
                            machine,
                            (words, ended) -> {
                                throw new IOException("nothing runs here");
                            },
                            conf,
                            keeper,
                            Rules.REDIS);
            world.simulation.spawn(
                    SentinelActor.create(around, config, SentinelConf.read(config, machine), this),
                    "sentinel-" + ip);
        }

        String master() {
            if (core == null) return "not born";
            var address = core.masterAddress("m");
            return address == null ? "nobody" : address.host();
        }

        String file() throws IOException {
            return new String(disk.read(CONF), UTF_8);
        }

        @Override
        public void born(Server server, Sentinel sentinel) {
            core = sentinel;
        }

        @Override
        public void reached(Milestone milestone) {
            world.told.add(world.simulation.agenda().nanos() + " " + milestone);
        }

        @Override
        public void ready(LinkListener clients) {
            station.listen(SENTINEL_PORT, clients);
        }

        @Override
        public void ended(boolean failed) {
            throw new AssertionError("has ended");
        }

        @Override
        public void crashed(int exitStatus) {
            throw new AssertionError("has crashed");
        }
    }

    private static List<String> failover(long seed) throws IOException {
        try (var world = new Small(seed)) {
            world.run(20);
            assertThat(world.masters()).containsOnly("10.0.0.1");
            world.nodes.getFirst().kill();
            world.run(20);
            var master = world.masters().getFirst();
            assertThat(master).isIn("10.0.0.2", "10.0.0.3");
            assertThat(world.masters()).containsOnly(master);
            var promoted = world.nodes.get(master.equals("10.0.0.2") ? 1 : 2);
            var other = world.nodes.get(master.equals("10.0.0.2") ? 2 : 1);
            assertThat(promoted.isMaster()).isTrue();
            assertThat(other.isMaster()).isFalse();
            for (var sentinel : world.sentinels) {
                assertThat(sentinel.file())
                        .contains("sentinel monitor m " + master + " 6379 2\n")
                        .contains("sentinel known-replica m 10.0.0.1 6379\n")
                        .containsPattern("sentinel current-epoch [1-9]");
            }
            return world.told;
        }
    }

    @Test
    void three_sentinels_promote_a_replica_of_a_master_that_died_and_write_it_down()
            throws IOException {
        failover(1);
    }

    @Test
    void the_same_seed_makes_the_same_history() throws IOException {
        assertThat(failover(2)).isEqualTo(failover(2)).isNotEqualTo(failover(3));
    }

    @Test
    void no_vote_is_said_before_it_is_on_disk() throws IOException {
        try (var world = new Small(4)) {
            world.run(20);
            // The disk of one Sentinel takes ten seconds for a sync: so long it answers nobody.
            var slow = world.sentinels.getFirst();
            slow.disk.slowDown(new DiskSpeed(chance -> 10_000_000_000L, 0));
            world.nodes.getFirst().kill();
            world.run(8);
            assertThat(slow.file()).doesNotContain("sentinel current-epoch 1");
            assertThat(world.told).noneMatch(line -> line.contains("10.0.1.1 +vote-for-leader"));
        }
    }
}
