package hearsay.gossip.failover;

import hearsay.gossip.model.NodeId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Where a replica stands in its own attempt to replace its master.
sealed interface ElectionState {

    /// No attempt is under way or was made lately.
    record Idle() implements ElectionState {}

    /// The election is planned; replicas with more data have until `startsAtMillis` to go first.
    record Delayed(long startsAtMillis, int rank) implements ElectionState {}

    /// Votes were asked for under `epoch`; what arrives after `expiresAtMillis` is void.
    record AwaitingVotes(
            long epoch, long expiresAtMillis, long retryAtMillis, SortedSet<NodeId> voters)
            implements ElectionState {

        public AwaitingVotes {
            voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
        }

        AwaitingVotes with(NodeId voter) {
            var more = new TreeSet<>(voters);
            more.add(voter);
            return new AwaitingVotes(epoch, expiresAtMillis, retryAtMillis, more);
        }
    }

    /// Nobody won in time, or it was never begun in time; not again before `retryAtMillis`.
    record Expired(long retryAtMillis, int votes) implements ElectionState {}
}
