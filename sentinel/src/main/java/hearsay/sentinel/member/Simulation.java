package hearsay.sentinel.member;

/// At which moments this Sentinel has been told to die, so that one can see what the others do.
final class Simulation {

    static final String AFTER_ELECTION = "crash-after-election";
    static final String AFTER_PROMOTION = "crash-after-promotion";

    boolean crashAfterElection;
    boolean crashAfterPromotion;

    void none() {
        crashAfterElection = false;
        crashAfterPromotion = false;
    }

    /// As INFO shows it.
    int flags() {
        return (crashAfterElection ? 1 : 0) + (crashAfterPromotion ? 2 : 0);
    }
}
