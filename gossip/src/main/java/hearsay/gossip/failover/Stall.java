package hearsay.gossip.failover;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says why a replica is not getting on with its failover, but not ten times a second: when the
/// reason changes, or every ten seconds; and nothing while it takes no longer than is usual.
final class Stall {

    enum Reason {
        DATA_AGE(
                "Disconnected from master for longer than allowed. Please check the"
                        + " 'cluster-replica-validity-factor' configuration option."),
        WAITING_DELAY("Waiting the delay before I can start a new failover."),
        EXPIRED("Failover attempt expired."),
        WAITING_VOTES("Waiting for votes, but majority still not reached.");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private static final long REPEAT_MILLIS = 10_000;

    /// A failover that ends within this time after the node timeout is no news.
    private static final long PATIENCE_MILLIS = 5_000;

    private @Nullable Reason last;
    private long lastSaidAt;

    void over() {
        last = null;
    }

    List<String> because(Reason reason, int votes, Situation now, long nowMillis) {
        if (reason == last && nowMillis - lastSaidAt < REPEAT_MILLIS) return List.of();
        last = reason;
        long sinceFailed = nowMillis - now.masterFailedAtMillis();
        if (sinceFailed < now.nodeTimeoutMillis() + PATIENCE_MILLIS) return List.of();
        lastSaidAt = nowMillis;
        String line = "Currently unable to failover: " + reason.text;
        return switch (reason) {
            case DATA_AGE, WAITING_DELAY -> List.of(line);
            case EXPIRED, WAITING_VOTES ->
                    List.of(
                            line,
                            "Needed quorum: %d. Number of votes received so far: %d"
                                    .formatted(now.quorum(), votes));
        };
    }
}
