package hearsay.sentinel.failover;

import hearsay.sentinel.model.Periods;
import hearsay.sentinel.rules.Rules;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which replica becomes the master.
///
/// Only one that answers, by fresh INFO, and that was not cut off from the master for much longer
/// than the master has been down. Among those the smallest priority decides, then the greatest
/// offset, then the smallest run id.
///
/// Source: "Replica selection and priority"; item 70.
public final class ReplicaSelection {

    private static final int PINGS = 5;
    private static final int INFOS = 3;
    private static final int DOWN_PERIODS = 10;

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingInt(Candidate::priority)
                    .thenComparing(Comparator.comparingLong(Candidate::offset).reversed())
                    .thenComparing(
                            Candidate::runId, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER));

    private final Rules rules;
    private final Periods periods;

    public ReplicaSelection(Rules rules, Periods periods) {
        this.rules = rules;
        this.periods = periods;
    }

    /// The best of `candidates`, null if none is good.
    ///
    /// @param masterDownMillis since when the master is SDOWN, -1 if it is not
    public @Nullable Candidate select(
            List<Candidate> candidates, long downAfterMillis, long masterDownMillis) {
        return candidates.stream()
                .filter(candidate -> isGood(candidate, downAfterMillis, masterDownMillis))
                .min(BEST_FIRST)
                .orElse(null);
    }

    /// While the master is down replicas are asked for INFO each second, so what is older says that
    /// they do not answer.
    private boolean isGood(Candidate candidate, long downAfterMillis, long masterDownMillis) {
        boolean masterDown = masterDownMillis >= 0;
        long infoLimit = masterDown ? periods.ping() * PINGS : periods.info() * INFOS;
        long linkDownLimit = downAfterMillis * DOWN_PERIODS + Math.max(0, masterDownMillis);
        return candidate.reachable()
                && candidate.silenceMillis() <= periods.ping() * PINGS
                && candidate.infoAgeMillis() <= infoLimit
                && rules.isEligible(candidate.priority())
                && !rules.isTooOld(candidate.linkDownMillis(), linkDownLimit);
    }
}
