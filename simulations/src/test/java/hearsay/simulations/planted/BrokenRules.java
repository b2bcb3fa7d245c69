package hearsay.simulations.planted;

import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.rules.Rules;

/// Redis' rules with one of them broken.
final class BrokenRules {

    private BrokenRules() {}

    static final class ForgetLastVoteAtCrash extends Rules {
        @Override
        public long rememberedVote(long savedVoteEpoch) {
            return 0;
        }
    }

    static final class VoteTwice extends Rules {
        @Override
        public boolean hasVoted(long lastVoteEpoch, long currentEpoch) {
            return false;
        }
    }

    static final class CountReportsOfReplicas extends Rules {
        @Override
        public boolean isBelieved(Role reporter) {
            return true;
        }
    }

    static final class DoNotCountTheDead extends Rules {
        @Override
        public boolean isCounted(Role role, boolean ownsSlots, Health health) {
            return super.isCounted(role, ownsSlots, health) && health != Health.FAIL;
        }
    }

    static final class LetMinorityElect extends Rules {
        @Override
        public int suspicionsNeeded(int masters) {
            return 1;
        }

        @Override
        public int votesNeeded(int masters) {
            return 1;
        }
    }

    static final class SkipEpochBump extends Rules {
        @Override
        public long epochOfElection(long currentEpoch) {
            return currentEpoch;
        }
    }

    static final class SkipCollisionResolution extends Rules {
        @Override
        public boolean givesWay(NodeId mine, NodeId others) {
            return false;
        }
    }

    static final class AcceptOlderClaim extends Rules {
        @Override
        public boolean outranks(long claimedEpoch, long ownersEpoch) {
            return true;
        }
    }

    static final class PromoteWithoutEnoughVotes extends Rules {
        @Override
        public boolean isElected(int votes, int needed) {
            return votes > 0;
        }
    }

    static final class IgnoreDataAge extends Rules {
        @Override
        public boolean isTooOld(long dataAgeMillis, long limitMillis) {
            return false;
        }
    }

    static final class ForgetToWriteBeforeVoting extends Rules {
        @Override
        public boolean isVoteSavedFirst() {
            return false;
        }
    }

    static final class ServeInMinority extends Rules {
        @Override
        public boolean mayServe(int reachableMasters, int masters) {
            return true;
        }
    }
}
