package hearsay.sentinel.leader;

import hearsay.sentinel.rules.Rules;
import org.jspecify.annotations.Nullable;

/// This Sentinel's votes for one master: one per epoch, the first that asks gets it.
///
/// The epoch of the last vote is saved before the vote is said. For whom it was is not saved: who
/// restarts gives no second vote in that epoch, and cannot say any more whom the first was for.
///
/// Source: "Configuration epochs".
public final class Ballot {

    private final Rules rules;
    private long epoch;
    private @Nullable String leader;

    public Ballot(Rules rules, long savedEpoch) {
        this.rules = rules;
        epoch = rules.rememberedVote(savedEpoch);
    }

    /// Gives the vote of `requestedEpoch` to `candidate`, if it is still to be had.
    ///
    /// @param currentEpoch already raised to the requested one if that was greater
    /// @return whether it was given; otherwise the last vote stands
    public boolean vote(String candidate, long requestedEpoch, long currentEpoch) {
        if (!rules.mayVote(requestedEpoch, epoch, currentEpoch)) return false;
        leader = candidate;
        epoch = currentEpoch;
        return true;
    }

    /// Of the last vote, even if it is forgotten for whom it was; 0 for none yet.
    public long epoch() {
        return epoch;
    }

    /// Whom the last vote was for, null if nobody knows.
    public @Nullable String leader() {
        return leader;
    }

    /// Whom the vote was for does not matter any more, that there was one does.
    public void forgetLeader() {
        leader = null;
    }
}
