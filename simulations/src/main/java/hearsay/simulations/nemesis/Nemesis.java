package hearsay.simulations.nemesis;

import hearsay.gossip.model.NodeId;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.What;
import hearsay.simulations.diary.Words;
import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.AimText;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Fault.Partition;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// Makes a world suffer (the name is Jepsen's): performs the troubles of a story at their times on
/// those they are aimed at, takes them back when they are over, and tells the diary of both.
///
/// Each trouble has chance of its own, decided by the seed and by what the trouble is: one that is
/// left out changes nothing about when and whom the others hit.
public final class Nemesis {

    private static final long FNV_PRIME = 0x100000001B3L;

    private final World world;
    private final long seed;
    private final Roles roles;
    private final HostFaults onHosts;
    private final DiskFaults onDisks;
    private final NetworkFaults onNetwork;
    private final Operator operator;
    private final Schedule schedule;
    private final Map<Trouble, Integer> same = new LinkedHashMap<>();
    private final List<Affliction> afflictions = new ArrayList<>();
    private final List<Host> lastHit = new ArrayList<>();
    private final List<Trouble> happened = new ArrayList<>();
    private final long beginNanos;
    private @Nullable Host lastElected;
    private long changedNanos;
    private int performed;

    /// The times of troubles count from now.
    public Nemesis(World world, RandomGenerator chance) {
        this.world = world;
        beginNanos = world.nanos();
        seed = chance.nextLong();
        roles = new Roles(world);
        onHosts = new HostFaults(world);
        onDisks = new DiskFaults(world);
        onNetwork = new NetworkFaults(world);
        operator = new Operator(world, roles);
        schedule = new Schedule(world.agenda(), world.diary());
        world.diary().whenever(Words.ELECTED, entry -> lastElected = named(entry.where()));
        roles.look();
    }

    /// Will perform them.
    public void begin(List<Trouble> troubles) {
        for (var trouble : troubles) {
            var chance = chanceFor(trouble);
            schedule.add(trouble.when(), cause -> perform(trouble, cause, chance), chance);
        }
    }

    private RandomGenerator chanceFor(Trouble trouble) {
        int number = same.merge(trouble, 1, Integer::sum);
        long hash = seed + number;
        String text = trouble.toString();
        for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        return RandomGeneratorFactory.of("L64X128MixRandom").create(hash);
    }

    /// Ends everything: nothing more is performed, all that was is taken back, whoever is down is
    /// started, whoever stands still goes on, and the network is whole. What is lost stays lost.
    public void heal() {
        schedule.end();
        for (var affliction : List.copyOf(afflictions)) takeBack(affliction);
        world.network().heal();
        for (var host : world.machines()) {
            host.disk().heal();
            revive(host);
        }
    }

    /// When it last did anything to the world, for better or for worse; since the world began.
    public long changedNanos() {
        return changedNanos;
    }

    /// How many faults have been performed.
    public int performed() {
        return performed;
    }

    /// What was performed, each at its time and aimed at ports: the same troubles without chance.
    public List<Trouble> happened() {
        return List.copyOf(happened);
    }

    /// Whether nothing is wrong at present that would be taken back.
    public boolean isQuiet() {
        return afflictions.isEmpty();
    }

    // Performing.

    private void perform(Trouble trouble, @Nullable Entry cause, RandomGenerator chance) {
        if (!(trouble.fault() instanceof Fault.Random random)) {
            perform(trouble.fault(), trouble.aim(), trouble.lasting(), cause, chance);
            return;
        }
        var choice = choose(random, chance);
        long least = choice.atLeast().toNanos();
        long most = choice.atMost().toNanos();
        long length = most == 0 ? 0 : chance.nextLong(least, most + 1);
        var lasting =
                length == 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofNanos(length));
        perform(choice.fault(), choice.aim(), lasting, cause, chance);
    }

    private static Fault.Random.Choice choose(Fault.Random random, RandomGenerator chance) {
        double all = random.choices().stream().mapToDouble(Fault.Random.Choice::weight).sum();
        double left = chance.nextDouble() * all;
        for (var choice : random.choices()) {
            left -= choice.weight();
            if (left < 0) return choice;
        }
        return random.choices().getLast();
    }

    private void perform(
            Fault fault,
            Aim aim,
            Optional<Duration> lasting,
            @Nullable Entry cause,
            RandomGenerator chance) {
        var hit = roles.resolve(aim, it(cause), winner(cause), chance);
        if (hit.isEmpty()) {
            world.diary()
                    .note(
                            Entry.WORLD,
                            Deed.of(Deed.FAULT, "hits nobody: there is no " + AimText.of(aim))
                                    .with(Deed.NODES, ""));
            return;
        }
        performed++;
        changedNanos = world.nanos();
        lastHit.clear();
        lastHit.addAll(hit);
        if (fault instanceof Partition(Partition.Shape shape, Partition.Clients clients)
                && shape == Partition.Shape.HALVES) {
            var small = Sides.smallerHalf(world.machines(), hit.getFirst(), chance);
            inflict(new Partition(Partition.Shape.ISOLATE, clients), aim, small, lasting, chance);
        } else {
            inflict(fault, aim, hit, lasting, chance);
        }
    }

    private void inflict(
            Fault fault,
            Aim aim,
            List<Host> hit,
            Optional<Duration> lasting,
            RandomGenerator chance) {
        happened.add(
                new Trouble(
                        new When.At(Duration.ofNanos(world.nanos() - beginNanos)),
                        fault,
                        aim.equals(Aim.EVERYONE) ? aim : portsOf(hit),
                        lasting));
        var affliction = new Affliction(fault, hit, inflict(fault, aim, hit, chance));
        if (!Trouble.isTakenBack(fault)) return;
        afflictions.add(affliction);
        if (lasting.isPresent())
            world.agenda().after(lasting.get().toNanos(), () -> takeBack(affliction));
    }

    private static Aim portsOf(List<Host> hosts) {
        List<Aim> ports = new ArrayList<>();
        for (var host : hosts) ports.add(new Aim.Port(host.port()));
        return ports.size() == 1 ? ports.getFirst() : new Aim.Several(ports);
    }

    private Runnable inflict(Fault fault, Aim aim, List<Host> hit, RandomGenerator chance) {
        return switch (fault) {
            case Fault.Crash it -> each(hit, onHosts::crash);
            case Fault.PowerCut it -> each(hit, onHosts::powerCut);
            case Fault.Restart restart -> each(hit, host -> restart(host, restart.withDisk()));
            case Fault.Pause it -> each(hit, onHosts::pause);
            case Fault.ClockJump jump -> each(hit, host -> onHosts.jump(host, jump));
            case Fault.ClockDrift drift -> each(hit, host -> onHosts.drift(host, drift));
            case Fault.Partition partition -> onNetwork.partition(partition, hit, chance);
            case Fault.Delay delay -> onNetwork.delay(delay, aim, hit);
            case Fault.Loss loss -> onNetwork.loss(loss, aim, hit);
            case Fault.Duplication twice -> onNetwork.duplication(twice, aim, hit);
            case Fault.Reordering late -> onNetwork.reordering(late, aim, hit);
            case Fault.Bandwidth narrow -> onNetwork.bandwidth(narrow, aim, hit);
            case Fault.DropMessages drop -> onNetwork.drop(drop, aim, hit);
            case Fault.ResetLinks it -> once(() -> onNetwork.reset(aim, hit));
            case Fault.Hold it -> onNetwork.hold(aim, hit);
            case Fault.Release it -> once(() -> release(hit));
            case Fault.SlowDisk slow -> each(hit, host -> onDisks.slow(host, slow.sync()));
            case Fault.FullDisk it -> each(hit, onDisks::fill);
            case Fault.LoseFile lost -> each(hit, host -> onDisks.lose(host, lost.name()));
            case Fault.Heal heal -> once(() -> heal(heal.what(), hit));
            case Fault.ManualFailover failover ->
                    each(hit, host -> failover(host, failover.kind()));
            case Fault.Reshard reshard -> once(() -> operator.reshard(reshard, hit.getFirst()));
            case Fault.Random it ->
                    throw new IllegalStateException("chance does not choose chance");
        };
    }

    private static Runnable each(List<Host> hosts, Function<Host, Runnable> what) {
        var cures = hosts.stream().map(what).toList();
        return () -> cures.forEach(Runnable::run);
    }

    private static Runnable once(Runnable what) {
        what.run();
        return () -> {};
    }

    private Runnable restart(Host host, boolean withDisk) {
        onHosts.crash(host);
        if (!withDisk) onDisks.wipe(host);
        onHosts.start(host);
        return () -> {};
    }

    private Runnable failover(Host host, Fault.ManualFailover.Kind kind) {
        operator.send(
                host,
                kind == Fault.ManualFailover.Kind.NORMAL
                        ? "CLUSTER FAILOVER"
                        : "CLUSTER FAILOVER " + kind);
        return () -> {};
    }

    // Taking back.

    private void takeBack(Affliction affliction) {
        roles.look();
        afflictions.remove(affliction);
        if (affliction.takeBack()) changedNanos = world.nanos();
    }

    private void release(List<Host> hit) {
        for (var affliction : List.copyOf(afflictions)) {
            if (affliction.fault() instanceof Fault.Hold && affliction.concerns(hit))
                takeBack(affliction);
        }
    }

    private void heal(Fault.Heal.What what, List<Host> hit) {
        boolean everything = what == Fault.Heal.What.EVERYTHING;
        for (var affliction : List.copyOf(afflictions)) {
            if ((everything || affliction.kind() == what) && affliction.concerns(hit))
                takeBack(affliction);
        }
        if (everything || what == Fault.Heal.What.PROCESSES) hit.forEach(this::revive);
    }

    private void revive(Host host) {
        if (host.isUp() && !host.isPaused()) return;
        changedNanos = world.nanos();
        onHosts.resume(host);
        onHosts.start(host);
    }

    // Who is meant.

    private List<Host> it(@Nullable Entry cause) {
        var where = cause == null ? null : named(cause.where());
        return where == null ? lastHit : List.of(where);
    }

    private @Nullable Host winner(@Nullable Entry cause) {
        if (cause == null || !cause.is(Words.VOTES)) return lastElected;
        for (What.Detail detail : cause.details()) {
            if (detail.name().equals("candidate") && detail.value() instanceof NodeId id)
                return named(world.diary().names().of(id));
        }
        return lastElected;
    }

    private @Nullable Host named(String name) {
        for (var host : world.machines()) if (host.name().equals(name)) return host;
        return null;
    }
}
