package hearsay.simulations.nemesis;

import hearsay.simulations.fault.Fault;
import hearsay.simulations.world.Host;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fault that some nodes suffer from, until it is taken back.
final class Affliction {

    private final Fault fault;
    private final List<Host> hosts;
    private @Nullable Runnable cure;

    /// @param cure takes it back
    Affliction(Fault fault, List<Host> hosts, Runnable cure) {
        this.fault = fault;
        this.hosts = hosts;
        this.cure = cure;
    }

    Fault fault() {
        return fault;
    }

    boolean isOver() {
        return cure == null;
    }

    boolean concerns(List<Host> others) {
        return hosts.stream().anyMatch(others::contains);
    }

    /// @return whether it was not over yet
    boolean takeBack() {
        var once = cure;
        cure = null;
        if (once != null) once.run();
        return once != null;
    }

    /// What of all that may heal this belongs to.
    Fault.Heal.What kind() {
        return switch (fault) {
            case Fault.Crash it -> Fault.Heal.What.PROCESSES;
            case Fault.PowerCut it -> Fault.Heal.What.PROCESSES;
            case Fault.Pause it -> Fault.Heal.What.PROCESSES;
            case Fault.ClockJump it -> Fault.Heal.What.CLOCKS;
            case Fault.ClockDrift it -> Fault.Heal.What.CLOCKS;
            case Fault.SlowDisk it -> Fault.Heal.What.DISKS;
            case Fault.FullDisk it -> Fault.Heal.What.DISKS;
            case Fault.Partition it -> Fault.Heal.What.NETWORK;
            case Fault.Delay it -> Fault.Heal.What.NETWORK;
            case Fault.Loss it -> Fault.Heal.What.NETWORK;
            case Fault.Duplication it -> Fault.Heal.What.NETWORK;
            case Fault.Reordering it -> Fault.Heal.What.NETWORK;
            case Fault.Bandwidth it -> Fault.Heal.What.NETWORK;
            case Fault.DropMessages it -> Fault.Heal.What.NETWORK;
            case Fault.Hold it -> Fault.Heal.What.NETWORK;
            case Fault.Restart it -> Fault.Heal.What.EVERYTHING;
            case Fault.ResetLinks it -> Fault.Heal.What.EVERYTHING;
            case Fault.Release it -> Fault.Heal.What.EVERYTHING;
            case Fault.LoseFile it -> Fault.Heal.What.EVERYTHING;
            case Fault.Heal it -> Fault.Heal.What.EVERYTHING;
            case Fault.Reshard it -> Fault.Heal.What.EVERYTHING;
            case Fault.ManualFailover it -> Fault.Heal.What.EVERYTHING;
            case Fault.Random it -> Fault.Heal.What.EVERYTHING;
        };
    }
}
