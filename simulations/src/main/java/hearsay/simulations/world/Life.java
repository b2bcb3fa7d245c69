package hearsay.simulations.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.node.actor.Node;
import hearsay.node.command.CommandTable;
import hearsay.node.config.CommandLine;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.node.disk.AtomicFile;
import hearsay.node.link.LinkListener;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.server.Environment;
import hearsay.node.server.Log;
import hearsay.node.server.Server;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.disk.ProcessDisk;
import hearsay.simulations.network.Station;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A Redis process from its start to its end: the real actor between virtual ports. When it is
/// over, nothing that it had begun goes on.
final class Life implements Being, Node.Keeper {

    private static final CommandTable COMMANDS = CommandTable.with(List.of());

    private final World world;
    private final Host host;
    private final ProcessDisk disk;
    private final Station station;
    private final Gate<Node.Message> gate = new Gate<>(Node.Message.class, Node.Signal.CRON);
    private final ActorRef<Node.Message> actor;
    private @Nullable Server server;
    private @Nullable Member member;
    private boolean over;

    /// @throws NodesConf.Corrupt the process ends at once, as redis-server does
    /// @throws IOException likewise
    Life(World world, Host host, RandomGenerator chance) throws NodesConf.Corrupt, IOException {
        this.world = world;
        this.host = host;
        disk = host.disk().process();
        var nodesConf = new AtomicFile(disk, Host.NODES_CONF);
        var conf = ConfigKeeper.load(nodesConf);
        var parsed = conf.isEmpty() ? null : NodesConf.parse(conf);
        station = world.network().plug(host.ip());
        var config = configuration();
        var environment =
                new Environment(
                        host.clock(),
                        host.clock()::nanos,
                        chance,
                        station.links(),
                        log(),
                        new VirtualMachine(1000 + host.lives(), this::standStill),
                        disk);
        var clustered =
                new Node.Clustered(
                        host.address(),
                        parsed,
                        listener -> station.bus(host.address(), listener),
                        ConfigKeeper.of(nodesConf, disk),
                        world.rules());
        var node = Node.create(environment, config, world.isCluster() ? clustered : null, this);
        actor =
                world.simulation()
                        .spawn(
                                Behaviors.intercept(() -> gate, node),
                                "node-" + host.name() + "-" + host.lives());
    }

    private LoadedConfig configuration() {
        var line =
                world.isCluster()
                        ? new CommandLine(Optional.empty(), false, world.directives(host))
                        : new CommandLine(Optional.of(Host.REDIS_CONF), false, "");
        return RedisConf.read(line, new VirtualFiles(disk), name -> COMMANDS.find(name) != null);
    }

    private Log log() {
        return world.log(host);
    }

    @Override
    public @Nullable Server server() {
        return server;
    }

    @Override
    public @Nullable Member member() {
        return member;
    }

    @Override
    public void born(Server inside, @Nullable Member part) {
        server = inside;
        member = part;
        if (part != null) world.diary().names().put(part.myId(), host.name());
    }

    @Override
    public void ready(LinkListener clients) {
        if (!over) station.listen(host.port(), clients);
    }

    @Override
    public void ended(boolean failed) {
        if (over) return;
        world.note(
                host,
                failed
                        ? Deed.of(Deed.GAVE_UP, "the process gave up")
                        : Deed.of(Deed.ENDED, "the process ended by order"));
        end(false);
        host.ended(this);
    }

    @Override
    public void end(boolean abruptly) {
        over = true;
        gate.die();
        disk.kill();
        station.unplug(abruptly);
        actor.tell(Node.Signal.CRON); // Whatever it is told, it stops.
    }

    @Override
    public void pause() {
        gate.pause();
        disk.pause();
        station.pause();
    }

    @Override
    public void resume() {
        for (var message : gate.resume()) actor.tell(message);
        disk.resume();
        station.resume();
    }

    private void standStill(long micros) {
        if (over || host.isPaused()) return;
        host.pause();
        world.agenda()
                .after(
                        micros * 1000,
                        () -> {
                            if (!over) host.resume();
                        });
    }
}
