package hearsay.sentinel.rules;

/// The decisions that make a Sentinel's failover safe, one method each. All else in the protocol
/// may be slow, late or repeated, and still no epoch has two leaders for one master; if one of
/// these is wrong it has, some day.
///
/// All Sentinels have one set of rules, [#REDIS]. They are apart from those who ask so that they
/// can be read side by side, and so that a test can break one of them and see whether anybody
/// notices.
///
/// Source: "High availability with Redis Sentinel", the sections named below.
public class Rules {

    public static final Rules REDIS = new Rules();

    protected Rules() {}

    // ---- When a master is down ("SDOWN and ODOWN failure state"). ----

    /// As many Sentinels as the quorum says see the master down, this one among them. It starts a
    /// failover; it does not decide one.
    public boolean isObjectivelyDown(int agreeing, int quorum) {
        return agreeing >= quorum;
    }

    // ---- How a Sentinel votes ("Configuration epochs"). ----

    /// A Sentinel votes once per epoch and master, and only forward.
    public boolean mayVote(long requestedEpoch, long lastVoteEpoch, long currentEpoch) {
        return lastVoteEpoch < requestedEpoch && currentEpoch <= requestedEpoch;
    }

    /// A vote is on disk before it is said, so that it is one vote also for who crashes between two
    /// requests.
    public boolean isVoteSavedFirst() {
        return true;
    }

    /// What a Sentinel that restarts knows of its last vote: what its file says.
    public long rememberedVote(long savedLeaderEpoch) {
        return savedLeaderEpoch;
    }

    // ---- Who leads ("Quorum", "Configuration epochs"). ----

    /// Each attempt has an epoch of its own, one more than any that the Sentinel has heard of.
    public long epochOfFailover(long currentEpoch) {
        return currentEpoch + 1;
    }

    /// A candidate asks for votes in the epoch that it stands in, and counts only those.
    ///
    /// Redis asks and counts in the current epoch. If that has moved on since, a candidate may win
    /// with votes of a later epoch and then lead under its own, which somebody else has won: two
    /// leaders in one epoch.
    public long epochAskedFor(long failoverEpoch, long currentEpoch) {
        return failoverEpoch;
    }

    /// The majority is one of all Sentinels ever known, the dead among them: any two majorities
    /// have a Sentinel in common, and that has one vote per epoch. A quorum greater than the
    /// majority is asked of the vote, too.
    public boolean isElected(int votes, int voters, int quorum) {
        return votes >= voters / 2 + 1 && votes >= quorum;
    }

    /// Who was not elected promotes nobody, unless a person orders it.
    public boolean mayPromote(boolean elected, boolean forced) {
        return elected || forced;
    }

    // ---- Who may be promoted ("Replica selection and priority"). ----

    /// A replica that was cut off from its master for too long may lack more than anybody is ready
    /// to lose.
    public boolean isTooOld(long linkDownMillis, long limitMillis) {
        return linkDownMillis > limitMillis;
    }

    /// Priority 0 is never promoted.
    public boolean isEligible(int priority) {
        return priority != 0;
    }

    // ---- Whose configuration holds ("Configuration propagation"). ----

    /// The last failover wins: a Sentinel takes a configuration of a greater epoch.
    public boolean outranks(long toldEpoch, long ownEpoch) {
        return toldEpoch > ownEpoch;
    }
}
