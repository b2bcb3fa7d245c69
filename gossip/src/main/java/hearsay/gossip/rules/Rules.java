package hearsay.gossip.rules;

import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;

/// The decisions that make failover safe, one method each. All else in the protocol may be slow,
/// late or repeated, and still no slot has two owners in one epoch; if one of these is wrong it
/// has, some day.
///
/// A cluster has one set of rules, [#REDIS], and every node must keep to it. They are apart from
/// those who ask so that they can be read side by side, and so that a test can break one of them
/// and see whether anybody notices.
///
/// Source: Redis Cluster specification, the sections named below.
public class Rules {

    public static final Rules REDIS = new Rules();

    protected Rules() {}

    // ---- Who decides ("Cluster topology", "Failure detection"). ----

    /// The majority is one of all masters that own slots. Those that failed are among them: if the
    /// dead were not counted, every death would make a smaller crowd a majority, until two crowds
    /// that cannot see each other are one.
    public boolean isCounted(Role role, boolean ownsSlots, Health health) {
        return role == Role.MASTER && ownsSlots;
    }

    /// More than half: any two majorities have a master in common.
    public int majority(int masters) {
        return masters / 2 + 1;
    }

    /// A node is FAIL when a majority of the masters says that it cannot be reached. Replicas see
    /// the same silence, but there may be any number of them on one side of a broken network.
    public boolean isBelieved(Role reporter) {
        return reporter == Role.MASTER;
    }

    /// Of how many masters, its own included if it is one, a node must know that they suspect
    /// another before it calls that FAIL.
    public int suspicionsNeeded(int masters) {
        return majority(masters);
    }

    // ---- Who may stand ("Replica election and promotion", "Replica rank"). ----

    /// A replica that was cut off from its master for too long does not try to replace it: it may
    /// lack more than anybody is ready to lose.
    public boolean isTooOld(long dataAgeMillis, long limitMillis) {
        return dataAgeMillis > limitMillis;
    }

    /// Each attempt has an epoch of its own, one more than any that the candidate has heard of.
    public long epochOfElection(long currentEpoch) {
        return currentEpoch + 1;
    }

    public int votesNeeded(int masters) {
        return majority(masters);
    }

    /// A replica replaces its master when a majority of all masters voted for it in its epoch. Two
    /// majorities share a voter, and that has one vote per epoch: so an epoch has one winner.
    public boolean isElected(int votes, int needed) {
        return votes >= needed;
    }

    // ---- How masters vote ("Masters reply to replica vote request"). ----

    /// A request of an epoch that is over is void.
    public boolean isOutdated(long requestedEpoch, long currentEpoch) {
        return requestedEpoch < currentEpoch;
    }

    /// A master votes once per epoch.
    public boolean hasVoted(long lastVoteEpoch, long currentEpoch) {
        return lastVoteEpoch == currentEpoch;
    }

    /// A vote is on disk before it is said, so that it is one vote also for who crashes between two
    /// requests.
    public boolean isVoteSavedFirst() {
        return true;
    }

    /// What a master that restarts knows of its last vote: what its file says.
    public long rememberedVote(long savedVoteEpoch) {
        return savedVoteEpoch;
    }

    // ---- Whose slot it is ("Hash slots configuration propagation", "configEpoch conflicts
    // resolution algorithm"). ----

    /// The last failover wins: a slot goes from its owner to who claims it with a greater epoch.
    public boolean outranks(long claimedEpoch, long ownersEpoch) {
        return claimedEpoch > ownersEpoch;
    }

    /// Of two masters that find out that they have the same config epoch, the one with the smaller
    /// id takes a new one.
    public boolean givesWay(NodeId mine, NodeId others) {
        return mine.compareTo(others) < 0;
    }

    // ---- Who serves ("Availability"). ----

    /// A node that does not reach a majority of the masters stops to serve: after one node timeout
    /// the others may be replacing it.
    public boolean mayServe(int reachableMasters, int masters) {
        return reachableMasters >= majority(masters);
    }
}
