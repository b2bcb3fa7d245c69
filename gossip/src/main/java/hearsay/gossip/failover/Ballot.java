package hearsay.gossip.failover;

import hearsay.gossip.bus.Header;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;

/// The voter's rules. There is no "no": who gets no vote hears nothing.
///
/// 1. I am a master with slots.
/// 2. The request's epoch is not older than mine.
/// 3. I have not voted in this epoch. A vote is on disk before it is sent, so this holds across
///    restarts; it is what makes two winners of one epoch impossible.
/// 4. Who asks is a replica, and its master FAILed (or it was told to by an operator).
/// 5. For 2 T I voted for no replica of that master. Not needed for safety: it gives the winner
///    time to tell its siblings.
/// 6. No slot that it claims belongs to a newer epoch than it knows of.
///
/// Source: Redis Cluster specification, "Masters reply to replica vote request".
public final class Ballot {

    private Ballot() {}

    public sealed interface Verdict {
        /// To be saved, then said.
        record Granted(long epoch) implements Verdict {}

        record Denied(String reason) implements Verdict {}

        /// I have no vote to give.
        record NoVoice() implements Verdict {}
    }

    /// Judges, and if the vote is given notes it in `view`.
    public static Verdict consider(
            ClusterView view, Node candidate, Header request, long nodeTimeoutMillis, long now) {
        if (!view.self().isVoter()) return new Verdict.NoVoice();
        if (view.rules.isOutdated(request.currentEpoch(), view.currentEpoch)) {
            return new Verdict.Denied(
                    "reqEpoch (%d) < curEpoch(%d)"
                            .formatted(request.currentEpoch(), view.currentEpoch));
        }
        if (view.rules.hasVoted(view.lastVoteEpoch, view.currentEpoch)) {
            return new Verdict.Denied("already voted for epoch " + view.currentEpoch);
        }
        if (candidate.isMaster()) return new Verdict.Denied("it is a master node");
        var master = candidate.master();
        if (master == null) return new Verdict.Denied("I don't know its master");
        if (!master.isFailed() && !request.has(Header.FORCEACK)) {
            return new Verdict.Denied("its master is up");
        }
        long waitMillis = 2 * nodeTimeoutMillis - (now - master.votedAt);
        if (waitMillis > 0) {
            return new Verdict.Denied(
                    "can't vote about this master before %d milliseconds".formatted(waitMillis));
        }
        int slot = newerSlot(view, request, master.id());
        if (slot >= 0) {
            var owner = view.slots.owner(slot);
            return new Verdict.Denied(
                    "slot %d epoch (%d) > reqEpoch (%d)"
                            .formatted(
                                    slot,
                                    owner == null ? 0 : owner.configEpoch,
                                    request.configEpoch()));
        }
        view.lastVoteEpoch = view.currentEpoch;
        master.votedAt = now;
        return new Verdict.Granted(view.currentEpoch);
    }

    /// A claimed slot that belongs to a newer epoch, or -1.
    private static int newerSlot(ClusterView view, Header request, NodeId usual) {
        var usualOwner = view.node(usual);
        var claimed = request.slots();
        if (usualOwner != null
                && usualOwner.configEpoch <= request.configEpoch()
                && usualOwner.slots().equals(claimed)) {
            return -1;
        }
        for (int slot = claimed.next(0); slot >= 0; slot = claimed.next(slot + 1)) {
            var owner = view.slots.owner(slot);
            if (owner == null || view.slots.isUnclaimed(slot)) continue;
            if (owner.configEpoch > request.configEpoch()) return slot;
        }
        return -1;
    }
}
