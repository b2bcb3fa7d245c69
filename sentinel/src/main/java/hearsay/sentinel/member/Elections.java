package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.leader.Tally;
import hearsay.sentinel.model.Milestone;
import hearsay.sentinel.watch.Master;

/// Who leads the failover of a master.
///
/// Source: items 67 and 68.
final class Elections {

    /// What came of counting.
    ///
    /// @param votes for this Sentinel
    record Count(boolean isElected, int votes) {}

    private final Core core;

    Elections(Core core) {
        this.core = core;
    }

    /// Votes for `candidate` if I still can in `epoch`. On paper first, then aloud.
    void vote(Master master, long epoch, String candidate) {
        core.heardOf(epoch, master);
        if (!master.ballot.vote(candidate, epoch, core.currentEpoch())) return;
        if (core.rules.isVoteSavedFirst()) core.outbox.save();
        else core.outbox.saveLater();
        core.announce(
                Level.WARNING,
                "+vote-for-leader",
                master,
                candidate + " " + Long.toUnsignedString(master.ballot.epoch()));
        core.reached(new Milestone.Voted(master.name(), master.ballot.epoch(), candidate));
        // Whom I voted for shall have the time to do it.
        if (!candidate.equals(core.myId())) master.lastAttempt = core.desynchronised();
    }

    /// Whether I am the leader of the failover of `epoch`. If I have not voted yet, I vote for who
    /// is in front, or for myself.
    Count count(Master master, long epoch) {
        var tally = new Tally();
        long counted = core.rules.epochAskedFor(epoch, core.currentEpoch());
        for (var other : master.sentinels.values()) {
            var vote = other.vote;
            if (vote != null && vote.epoch() == counted) tally.count(vote.leader());
        }
        String front = tally.front();
        vote(master, epoch, front == null ? core.myId() : front);
        String mine = master.ballot.leader();
        if (mine != null && master.ballot.epoch() == epoch) tally.count(mine);
        int votes = tally.votes(core.myId());
        boolean elected =
                votes > 0
                        && core.myId().equals(tally.front())
                        && core.rules.isElected(votes, master.voters(), master.quorum);
        return new Count(elected, votes);
    }
}
