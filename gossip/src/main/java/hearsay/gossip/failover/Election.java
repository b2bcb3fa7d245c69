package hearsay.gossip.failover;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Happening.Obstacle;
import hearsay.gossip.failover.ElectionState.AwaitingVotes;
import hearsay.gossip.failover.ElectionState.Delayed;
import hearsay.gossip.failover.ElectionState.Expired;
import hearsay.gossip.failover.ElectionState.Idle;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A replica's attempts to replace its master, from the moment that is flagged FAIL until it wins.
///
/// ```
///        500 ms + 0–500 ms + 1 s × rank          2 T, at least 2 s
///   Idle ───────────▶ Delayed ─────────────▶ AwaitingVotes ────────────▶ Expired
///    ▲                                             │ a majority            │ as long again
///    └─────────────────────────────────────────────┘                      ▼
///                     Promote                                           Delayed
/// ```
///
/// Redis leaves the votes of a won election lying about, so that a node which loses and regains a
/// reason to stand within 2 T "wins" with them; here winning ends the attempt.
///
/// Source: Redis Cluster specification, "Replica election and promotion".
public final class Election {

    public sealed interface Event {
        /// Time passed, or something changed: see whether there is something to do.
        record Checked(Situation situation) implements Event {}

        /// A master with slots gave its vote in `epoch`.
        record VoteGranted(NodeId voter, long epoch) implements Event {}
    }

    public sealed interface Effect {
        /// Tell my siblings my offset: those with less data will wait longer.
        record AnnounceOffset() implements Effect {}

        /// Make `epoch` the current epoch, save it, and ask everybody for a vote.
        record RequestVotes(long epoch) implements Effect {}

        /// Take the master's place under `configEpoch`.
        record Promote(long configEpoch) implements Effect {}

        record Diary(Happening happening) implements Effect {}
    }

    /// Gives the FAIL message time to reach every master before we ask for their votes.
    private static final long FIXED_DELAY_MILLIS = 500;

    /// Keeps replicas with equal offsets from asking at the same moment.
    private static final int RANDOM_DELAY_MILLIS = 500;

    private static final long DELAY_PER_RANK_MILLIS = 1_000;
    private static final long MIN_TIMEOUT_MILLIS = 2_000;

    private final RandomGenerator random;
    private final Rules rules;
    private final Stall stall = new Stall();
    private ElectionState state = new Idle();

    public Election(RandomGenerator random, Rules rules) {
        this.random = random;
        this.rules = rules;
    }

    public List<Effect> on(Event event, long nowMillis) {
        return switch (event) {
            case Event.Checked(var situation) -> check(situation, nowMillis);
            case Event.VoteGranted(var voter, long epoch) -> count(voter, epoch);
        };
    }

    private List<Effect> count(NodeId voter, long epoch) {
        if (state instanceof AwaitingVotes votes && epoch >= votes.epoch()) {
            state = votes.with(voter);
        }
        return List.of();
    }

    private List<Effect> check(Situation now, long nowMillis) {
        if (!now.mayStand()) {
            stall.over();
            return List.of();
        }
        if (isDataTooOld(now)) return stalled(Obstacle.DATA_AGE, 0, now, nowMillis);
        return switch (state) {
            case Idle idle -> schedule(now, nowMillis);
            case Delayed delayed -> waitForStart(delayed, now, nowMillis);
            case AwaitingVotes votes -> waitForVotes(votes, now, nowMillis);
            case Expired expired -> waitForRetry(expired, now, nowMillis);
        };
    }

    private boolean isDataTooOld(Situation now) {
        return !now.manual() && rules.isTooOld(now.countedDataAgeMillis(), now.maxDataAgeMillis());
    }

    private List<Effect> schedule(Situation now, long nowMillis) {
        int rank = now.manualPending() ? 0 : now.rank();
        long delayMillis =
                now.manualPending()
                        ? 0
                        : FIXED_DELAY_MILLIS
                                + random.nextInt(RANDOM_DELAY_MILLIS)
                                + rank * DELAY_PER_RANK_MILLIS;
        state = new Delayed(nowMillis + delayMillis, rank);
        var effects = new ArrayList<Effect>();
        effects.add(
                new Effect.Diary(new Happening.ElectionScheduled(delayMillis, rank, now.offset())));
        effects.add(new Effect.AnnounceOffset());
        if (delayMillis == 0) effects.addAll(requestVotes(nowMillis, now));
        return effects;
    }

    private List<Effect> waitForStart(Delayed planned, Situation now, long nowMillis) {
        var effects = new ArrayList<Effect>();
        var delayed = planned;
        if (now.rank() > planned.rank() && !now.manualPending()) {
            long addedMillis = (now.rank() - planned.rank()) * DELAY_PER_RANK_MILLIS;
            delayed = new Delayed(planned.startsAtMillis() + addedMillis, now.rank());
            state = delayed;
            effects.add(new Effect.Diary(new Happening.RankGrew(now.rank(), addedMillis)));
        }
        long startsAt = delayed.startsAtMillis();
        if (nowMillis < startsAt) {
            effects.addAll(stalled(Obstacle.WAITING_DELAY, 0, now, nowMillis));
        } else if (nowMillis - startsAt > timeoutMillis(now)) {
            effects.addAll(expire(startsAt + 2 * timeoutMillis(now), 0, now, nowMillis));
        } else {
            effects.addAll(requestVotes(startsAt, now));
        }
        return effects;
    }

    private List<Effect> requestVotes(long startedAtMillis, Situation now) {
        long epoch = rules.epochOfElection(now.currentEpoch());
        long expiresAt = startedAtMillis + timeoutMillis(now);
        long retryAt = startedAtMillis + 2 * timeoutMillis(now);
        state = new AwaitingVotes(epoch, expiresAt, retryAt, new TreeSet<>());
        return List.of(
                new Effect.Diary(new Happening.ElectionStarted(epoch)),
                new Effect.RequestVotes(epoch));
    }

    private List<Effect> waitForVotes(AwaitingVotes votes, Situation now, long nowMillis) {
        int received = votes.voters().size();
        if (nowMillis > votes.expiresAtMillis()) {
            return expire(votes.retryAtMillis(), received, now, nowMillis);
        }
        if (!rules.isElected(received, now.quorum())) {
            return stalled(Obstacle.WAITING_VOTES, received, now, nowMillis);
        }
        state = new Idle();
        return List.of(
                new Effect.Diary(new Happening.ElectionWon()), new Effect.Promote(votes.epoch()));
    }

    private List<Effect> expire(long retryAtMillis, int votes, Situation now, long nowMillis) {
        var expired = new Expired(retryAtMillis, votes);
        state = expired;
        return waitForRetry(expired, now, nowMillis);
    }

    private List<Effect> waitForRetry(Expired expired, Situation now, long nowMillis) {
        if (nowMillis > expired.retryAtMillis()) return schedule(now, nowMillis);
        return stalled(Obstacle.EXPIRED, expired.votes(), now, nowMillis);
    }

    private List<Effect> stalled(Obstacle reason, int votes, Situation now, long nowMillis) {
        var effects = new ArrayList<Effect>();
        for (Happening happening : stall.because(reason, votes, now, nowMillis)) {
            effects.add(new Effect.Diary(happening));
        }
        return effects;
    }

    private static long timeoutMillis(Situation now) {
        return Math.max(2 * now.nodeTimeoutMillis(), MIN_TIMEOUT_MILLIS);
    }
}
