package hearsay.simulations.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A fault, when it happens, whom it meets, and how long it lasts.
///
/// @param lasting until it is taken back as [Fault] says; empty: it stays
public record Trouble(When when, Fault fault, Aim aim, Optional<Duration> lasting) {

    public Trouble {
        Objects.requireNonNull(when);
        check(fault, aim);
        if (lasting.isPresent()) {
            Checks.positive("how long a fault lasts", lasting.get());
            if (!isTakenBack(fault))
                throw new IllegalArgumentException("what cannot be taken back lasts no time");
        }
    }

    /// Whether the fault can be over after a while.
    public static boolean isTakenBack(Fault fault) {
        return switch (fault) {
            case Fault.Restart restart -> false;
            case Fault.ResetLinks reset -> false;
            case Fault.Release release -> false;
            case Fault.LoseFile lost -> false;
            case Fault.Heal heal -> false;
            case Fault.ManualFailover failover -> false;
            case Fault.Reshard reshard -> false;
            case Fault.Random random -> false;
            case Fault.Crash crash -> true;
            case Fault.PowerCut powerCut -> true;
            case Fault.Pause pause -> true;
            case Fault.ClockJump jump -> true;
            case Fault.ClockDrift drift -> true;
            case Fault.Partition partition -> true;
            case Fault.Delay delay -> true;
            case Fault.Loss loss -> true;
            case Fault.Duplication duplication -> true;
            case Fault.Reordering reordering -> true;
            case Fault.Bandwidth bandwidth -> true;
            case Fault.DropMessages drop -> true;
            case Fault.Hold hold -> true;
            case Fault.SlowDisk slow -> true;
            case Fault.FullDisk full -> true;
        };
    }

    /// @throws IllegalArgumentException if that fault cannot meet them
    static void check(Fault fault, Aim aim) {
        Objects.requireNonNull(fault);
        Objects.requireNonNull(aim);
        if (fault instanceof Fault.Partition partition
                && partition.shape() == Fault.Partition.Shape.ISOLATE
                && aim.equals(Aim.EVERYONE))
            throw new IllegalArgumentException("who isolates all nodes isolates nobody");
        if (fault instanceof Fault.ManualFailover && aim instanceof Aim.MasterOf)
            throw new IllegalArgumentException("a manual failover is asked of a replica");
        if (fault instanceof Fault.Reshard && aim.equals(Aim.EVERYONE))
            throw new IllegalArgumentException("slots are moved to one master, not to all nodes");
    }
}
