package hearsay.simulations.campaign;

import hearsay.simulations.check.Figure;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.story.Result;
import java.util.List;

/// What is kept of one seed of thousands.
///
/// @param notHeld the verdicts of laws that were broken, or of which nobody knows
/// @param nanos how long the world lived, in its own time
record Summary(long seed, List<Verdict> notHeld, List<Figure> figures, long hash, long nanos) {

    static Summary of(Result result) {
        return new Summary(
                result.seed(),
                result.verdicts().stream()
                        .filter(verdict -> !(verdict instanceof Verdict.Held))
                        .toList(),
                result.figures(),
                result.hash(),
                result.nanos());
    }
}
