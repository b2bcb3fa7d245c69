package hearsay.gossip.failover;

import hearsay.gossip.diary.Happening;
import hearsay.gossip.diary.Happening.Obstacle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says why a replica is not getting on with its failover, but not ten times a second: when the
/// reason changes, or every ten seconds; and nothing while it takes no longer than is usual.
final class Stall {

    private static final long REPEAT_MILLIS = 10_000;

    /// A failover that ends within this time after the node timeout is no news.
    private static final long PATIENCE_MILLIS = 5_000;

    private @Nullable Obstacle last;
    private long lastSaidAt;

    void over() {
        last = null;
    }

    List<Happening> because(Obstacle reason, int votes, Situation now, long nowMillis) {
        if (reason == last && nowMillis - lastSaidAt < REPEAT_MILLIS) return List.of();
        last = reason;
        long sinceFailed = nowMillis - now.masterFailedAtMillis();
        if (sinceFailed < now.nodeTimeoutMillis() + PATIENCE_MILLIS) return List.of();
        lastSaidAt = nowMillis;
        var stalled = new Happening.ElectionStalled(reason);
        return switch (reason) {
            case DATA_AGE, WAITING_DELAY -> List.of(stalled);
            case EXPIRED, WAITING_VOTES ->
                    List.of(stalled, new Happening.VotesMissing(now.quorum(), votes));
        };
    }
}
