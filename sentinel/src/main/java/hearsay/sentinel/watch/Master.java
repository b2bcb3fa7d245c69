package hearsay.sentinel.watch;

import hearsay.sentinel.failover.FailoverState;
import hearsay.sentinel.leader.Ballot;
import hearsay.sentinel.model.Address;
import hearsay.sentinel.model.Role;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A watched master, with its replicas and the other Sentinels that watch it: nobody of them is
/// ever forgotten without SENTINEL RESET.
public final class Master extends Instance {

    // ---- As configured. ----

    public int quorum;
    public long downAfter;
    public long failoverTimeout;
    public long rebootDownAfter;
    public int parallelSyncs;
    public @Nullable String notificationScript;
    public @Nullable String clientReconfigScript;
    public @Nullable String authUser;
    public @Nullable String authPass;

    /// From the usual name in upper case to the one in use.
    public final SequencedMap<String, String> renamedCommands = new LinkedHashMap<>();

    // ---- As it is. ----

    /// By name, `ip:port`.
    public final TreeMap<String, Replica> replicas = new TreeMap<>();

    /// By run id.
    public final TreeMap<String, OtherSentinel> sentinels = new TreeMap<>();

    public final InfoMemory info;

    /// The epoch of the failover that made this the master.
    public long configEpoch;

    /// My votes.
    public final Ballot ballot;

    public FailoverState failover = FailoverState.IDLE;

    /// When the last failover began here, or somewhere else with my vote: none begins for twice
    /// failover-timeout after that. 0 for never.
    public long lastAttempt;

    /// For which of these attempts it was said that the next one waits.
    public long delayLoggedFor;

    /// Since when it has been seen to have restarted without having answered a PING, 0 if not.
    public long rebootSince;

    private boolean objectivelyDown;
    private long objectivelyDownSince;

    public Master(String name, Address address, int quorum, Ballot ballot, long nowMillis) {
        super(name, address, nowMillis);
        this.quorum = quorum;
        this.ballot = ballot;
        info = new InfoMemory(Role.MASTER, nowMillis);
    }

    @Override
    public Master master() {
        return this;
    }

    @Override
    public String kind() {
        return "master";
    }

    /// Objectively down (ODOWN).
    public boolean isObjectivelyDown() {
        return objectivelyDown;
    }

    public void objectivelyDown(long nowMillis) {
        objectivelyDown = true;
        objectivelyDownSince = nowMillis;
    }

    public void objectivelyUp() {
        objectivelyDown = false;
    }

    public long objectivelyDownSince() {
        return objectivelyDownSince;
    }

    @Override
    public boolean wasUpFor(long millis, long nowMillis) {
        return super.wasUpFor(millis, nowMillis)
                && (objectivelyDownSince == 0 || nowMillis - objectivelyDownSince > millis);
    }

    /// Another process serves this master from now on, or shall be looked at with new eyes.
    public void startAfresh(long nowMillis) {
        up();
        objectivelyUp();
        rebootSince = 0;
        ballot.forgetLeader();
        failover = FailoverState.IDLE;
        lastAttempt = 0;
        runId = null;
        link.forget(nowMillis);
        info.role(Role.MASTER, nowMillis);
    }

    /// The address changed: the new process was never down.
    public void moved(Address to) {
        address = to;
        neverWasDown();
        objectivelyDownSince = 0;
    }

    /// The replica that the failover under way has chosen, null for none.
    public @Nullable Replica promoted() {
        String chosen = failover.promoted();
        return chosen == null ? null : replicas.get(chosen);
    }

    /// Where clients should go: the promoted replica as soon as it is known to be a master.
    public Address currentAddress() {
        var promoted = promoted();
        return promoted != null && failover.isPastPromotion() ? promoted.address : address;
    }

    /// All Sentinels ever known, this one included.
    public int voters() {
        return sentinels.size() + 1;
    }

    /// Whether it behaves as the master that it is configured to be, by fresh INFO.
    public boolean looksSane(long infoPeriod, long nowMillis) {
        return info.role() == Role.MASTER
                && !isDown()
                && !objectivelyDown
                && nowMillis - info.refreshed < infoPeriod * 2;
    }

    /// The name under which a command is known there.
    public String renamed(String command) {
        return renamedCommands.getOrDefault(command.toUpperCase(Locale.ROOT), command);
    }
}
