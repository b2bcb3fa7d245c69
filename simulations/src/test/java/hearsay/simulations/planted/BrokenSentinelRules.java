package hearsay.simulations.planted;

import hearsay.sentinel.rules.Rules;

/// Redis' rules of a Sentinel with one of them broken.
final class BrokenSentinelRules {

    private BrokenSentinelRules() {}

    static final class VoteTwice extends Rules {
        @Override
        public boolean mayVote(long requestedEpoch, long lastVoteEpoch, long currentEpoch) {
            return currentEpoch <= requestedEpoch;
        }
    }

    static final class ForgetLastVoteAtCrash extends Rules {
        @Override
        public long rememberedVote(long savedLeaderEpoch) {
            return 0;
        }
    }

    static final class SayBeforeSaving extends Rules {
        @Override
        public boolean isVoteSavedFirst() {
            return false;
        }
    }

    static final class ElectWithoutMajority extends Rules {
        @Override
        public boolean isElected(int votes, int voters, int quorum) {
            return votes > 0;
        }
    }

    static final class ElectWithoutQuorum extends Rules {
        @Override
        public boolean isElected(int votes, int voters, int quorum) {
            return votes >= voters / 2 + 1;
        }
    }

    static final class PromoteUnelected extends Rules {
        @Override
        public boolean mayPromote(boolean elected, boolean forced) {
            return true;
        }
    }

    static final class PromoteWhoeverThereIs extends Rules {
        @Override
        public boolean isEligible(int priority) {
            return true;
        }
    }

    static final class BelieveOlderConfigurations extends Rules {
        @Override
        public boolean outranks(long toldEpoch, long ownEpoch) {
            return toldEpoch != ownEpoch;
        }
    }
}
