package hearsay.sentinel.watch;

import hearsay.sentinel.leader.Vote;
import hearsay.sentinel.model.Address;
import org.jspecify.annotations.Nullable;

/// Another Sentinel that watches the same master, as it is known for that master.
public final class OtherSentinel extends Instance {

    private final Master master;
    public long lastHello;

    /// When it last answered whether the master is down.
    public long lastAnswer;

    /// Whether it answered that the master is down for it.
    public boolean seesMasterDown;

    /// Whom it says to have voted for, null for nobody or if that was long ago.
    public @Nullable Vote vote;

    /// The epoch of the last vote it told, kept when the vote itself is forgotten.
    public long lastVoteEpoch;

    public OtherSentinel(String runId, Address address, Master master, long nowMillis) {
        super(runId, address, nowMillis);
        this.runId = runId;
        this.master = master;
        lastHello = nowMillis;
        lastAnswer = nowMillis;
    }

    @Override
    public Master master() {
        return master;
    }

    @Override
    public String kind() {
        return "sentinel";
    }
}
