package hearsay.sentinel.watch;

/// How far a replica is on its way to a new master.
public sealed interface Reconfiguration {

    /// Not told yet.
    record Untold() implements Reconfiguration {}

    /// Told, but it does not show in its INFO yet.
    record Sent(long atMillis) implements Reconfiguration {}

    /// It follows the new master, whose data it is still fetching.
    record InProgress() implements Reconfiguration {}

    /// It has the new master's data, or was given up for now.
    record Done() implements Reconfiguration {}

    Reconfiguration UNTOLD = new Untold();
    Reconfiguration IN_PROGRESS = new InProgress();
    Reconfiguration DONE = new Done();

    /// Whether it is one of those that `parallel-syncs` counts.
    default boolean isUnderWay() {
        return switch (this) {
            case Sent sent -> true;
            case InProgress inProgress -> true;
            case Untold untold -> false;
            case Done done -> false;
        };
    }
}
