package hearsay.simulations.check;

/// What came of holding a run against a law.
public sealed interface Verdict {

    Law law();

    record Held(Law law) implements Verdict {}

    /// @param text what happened instead; may be several lines
    /// @param nanos when it first did not hold, in the time of the world
    /// @param who the node, client or key that it happened to
    record Broken(Law law, String text, long nanos, String who) implements Verdict {}

    /// Nobody knows.
    ///
    /// @param why what stopped the checker
    record Unknown(Law law, String why) implements Verdict {}
}
