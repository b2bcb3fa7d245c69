package hearsay.simulations.check;

import hearsay.simulations.world.Watch;
import hearsay.simulations.world.World;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The world as the laws see it.
///
/// @param clock the time of the world in nanoseconds
/// @param nodes by port
/// @param timeoutNanos the node timeout, T
/// @param maxDataAgeNanos beyond T, how long a replica may have heard nothing of its master to
///   stand for election; `Long.MAX_VALUE` for any time
/// @param settlesNanos how long after the last fault healed the views may take to converge
/// @param watch what the Sentinels are told, if there are any
/// @param dispute in what Sentinels and nodes do not agree at this moment, "" for nothing
public record Scene(
        LongSupplier clock,
        List<? extends Sight> nodes,
        long timeoutNanos,
        long maxDataAgeNanos,
        long settlesNanos,
        Watch watch,
        Supplier<String> dispute) {

    private static final long NANOS = 1_000_000_000L;

    public Scene {
        nodes = List.copyOf(nodes);
    }

    /// A scene without Sentinels.
    public Scene(
            LongSupplier clock,
            List<? extends Sight> nodes,
            long timeoutNanos,
            long maxDataAgeNanos,
            long settlesNanos) {
        this(clock, nodes, timeoutNanos, maxDataAgeNanos, settlesNanos, Watch.NONE, () -> "");
    }

    public static Scene of(World world, long settlesNanos) {
        var plan = world.plan();
        long factor = directive(world, "cluster-replica-validity-factor", 10);
        long period = directive(world, "repl-ping-replica-period", 10);
        long timeout = plan.nodeTimeout().toNanos();
        return new Scene(
                world::nanos,
                world.hosts().stream().map(HostSight::new).toList(),
                timeout,
                factor == 0 ? Long.MAX_VALUE : factor * timeout + period * NANOS,
                settlesNanos,
                plan.watch(),
                () -> OneMaster.dispute(world));
    }

    private static long directive(World world, String name, long usual) {
        var set = world.plan().directives().get(name);
        return set == null ? usual : Long.parseLong(set);
    }

    long nanos() {
        return clock.getAsLong();
    }
}
