package hearsay.simulations.campaign;

import hearsay.simulations.check.Verdict;
import java.util.List;

/// How `sim` and `replay` end.
final class ExitCode {

    static final int HELD = 0;
    static final int BROKEN = 1;
    static final int UNKNOWN = 2;

    private ExitCode() {}

    /// One broken law is enough; then one of which nobody knows.
    static int of(List<Verdict> verdicts) {
        int code = HELD;
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Verdict.Broken broken -> {
                    return BROKEN;
                }
                case Verdict.Unknown unknown -> code = UNKNOWN;
                case Verdict.Held held -> {}
            }
        }
        return code;
    }
}
