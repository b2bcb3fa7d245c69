package hearsay.simulations.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.node.config.CommandLine;
import hearsay.node.config.RedisConf;
import hearsay.node.disk.AtomicFile;
import hearsay.node.link.LinkListener;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.server.Environment;
import hearsay.node.server.Server;
import hearsay.sentinel.actor.Keeper;
import hearsay.sentinel.actor.SentinelActor;
import hearsay.sentinel.config.SentinelConf;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.model.Milestone;
import hearsay.sentinel.script.Programs;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.disk.ProcessDisk;
import hearsay.simulations.network.Station;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A Sentinel process from its start to its end: the real actor between virtual ports, as [Life] is
/// for a node.
final class SentinelLife implements Being, Keeper {

    private static final int FIRST_PROCESS = 1000;

    /// There is nothing on a virtual machine that could be run.
    private static final Programs NO_PROGRAMS =
            (words, ended) -> {
                throw new IOException("No such file or directory");
            };

    private final World world;
    private final Host host;
    private final ProcessDisk disk;
    private final Station station;
    private final Gate<SentinelActor.Message> gate =
            new Gate<>(SentinelActor.Message.class, SentinelActor.Signal.CRON);
    private final ActorRef<SentinelActor.Message> actor;
    private @Nullable Server server;
    private @Nullable Sentinel sentinel;
    private boolean over;

    SentinelLife(World world, Host host, RandomGenerator chance) {
        this.world = world;
        this.host = host;
        disk = host.disk().process();
        station = world.network().plug(host.ip());
        var file = new AtomicFile(disk, Host.SENTINEL_CONF);
        var config =
                RedisConf.readSentinel(
                        new CommandLine(Optional.of(Host.SENTINEL_CONF), false, ""),
                        new VirtualFiles(disk),
                        command -> true);
        var machine = hearsay.sentinel.member.Environment.BARE;
        var ports =
                new Environment(
                        host.clock(),
                        host.clock()::nanos,
                        chance,
                        station.links(),
                        world.log(host),
                        new VirtualMachine(FIRST_PROCESS + host.lives(), micros -> {}),
                        disk);
        var around =
                new hearsay.sentinel.actor.World(
                        ports,
                        machine,
                        NO_PROGRAMS,
                        file,
                        () -> ConfigKeeper.of(file, disk),
                        world.sentinelRules());
        var behavior =
                SentinelActor.create(around, config, SentinelConf.read(config, machine), this);
        actor =
                world.simulation()
                        .spawn(
                                Behaviors.intercept(() -> gate, behavior),
                                "sentinel-" + host.name() + "-" + host.lives());
    }

    @Override
    public @Nullable Server server() {
        return server;
    }

    @Override
    public @Nullable Sentinel sentinel() {
        return sentinel;
    }

    @Override
    public void born(Server inside, Sentinel core) {
        server = inside;
        sentinel = core;
    }

    @Override
    public void reached(Milestone milestone) {
        if (!over) world.reached(host, milestone);
    }

    @Override
    public void ready(LinkListener clients) {
        if (!over) station.listen(host.port(), clients);
    }

    @Override
    public void ended(boolean failed) {
        finish(
                failed
                        ? Deed.of(Deed.GAVE_UP, "the process gave up")
                        : Deed.of(Deed.ENDED, "the process ended by order"));
    }

    @Override
    public void crashed(int exitStatus) {
        finish(Deed.of(Deed.GAVE_UP, "the process ended itself with status " + exitStatus));
    }

    private void finish(Deed deed) {
        if (over) return;
        world.note(host, deed);
        end(false);
        host.ended(this);
    }

    @Override
    public void end(boolean abruptly) {
        over = true;
        gate.die();
        disk.kill();
        station.unplug(abruptly);
        actor.tell(SentinelActor.Signal.CRON); // Whatever it is told, it stops.
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
}
