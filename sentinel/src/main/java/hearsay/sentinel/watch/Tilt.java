package hearsay.sentinel.watch;

/// Whether this Sentinel can trust its own sense of time.
///
/// It wakes ten times a second. If it finds that much more time has passed, or less than none, then
/// it was stopped, or the machine was, or somebody set the clock; everybody seems to have been
/// silent for that long. So for a while it goes on watching, but believes nothing and does nothing.
///
/// Source: "TILT mode"; item 77.
public sealed interface Tilt {

    record Calm() implements Tilt {}

    record Tilted(long sinceMillis) implements Tilt {}

    Tilt CALM = new Calm();

    /// @param elapsedMillis since the last tick, by the clock
    static boolean isTriggered(long elapsedMillis, long triggerMillis) {
        return elapsedMillis < 0 || elapsedMillis > triggerMillis;
    }

    default boolean isTilted() {
        return this instanceof Tilted;
    }
}
