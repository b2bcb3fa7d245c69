package hearsay.simulations.junit;

import java.time.Duration;

/// A test waited for something that did not come. Says what the nodes think now and what happened
/// to them before.
public final class ClusterTimeout extends AssertionError {

    private static final long serialVersionUID = 1L;

    ClusterTimeout(String what, Duration after, String state, String diary) {
        super(
                "waited "
                        + after.toMillis()
                        + " ms in vain until "
                        + what
                        + "\n\nnow:\n"
                        + state
                        + "\nuntil now:\n"
                        + diary);
    }
}
