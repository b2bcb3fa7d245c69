package hearsay.client.routing;

import java.util.random.RandomGenerator;

/// How often a request is tried, and how long is waited in between.
///
/// @param attemptsMax how often a request is sent before its caller is told
/// @param firstPauseMillis each further pause doubles
/// @param pauseMaxMillis where doubling ends
/// @param limit unless the caller gives another
public record RetryPolicy(
        int attemptsMax, long firstPauseMillis, long pauseMaxMillis, TimeLimit limit) {

    /// Ten seconds are enough for a failover with a node timeout of two, with a few to spare: half
    /// a second to five for the detection, one for the election, some for the gossip. The number of
    /// attempts fits into them.
    public static final RetryPolicy DEFAULT = new RetryPolicy(40, 10, 500, TimeLimit.ofSeconds(10));

    public RetryPolicy {
        if (attemptsMax < 1 || firstPauseMillis < 1 || pauseMaxMillis < firstPauseMillis)
            throw new IllegalArgumentException("not a policy of retries");
    }

    /// The pause after a number of pauses: half of it certain, half by chance, so that clients who
    /// failed together do not come back together.
    long pauseMillis(int pausesBefore, RandomGenerator random) {
        long whole = Math.min(firstPauseMillis << Math.min(pausesBefore, 30), pauseMaxMillis);
        return whole - random.nextLong(whole / 2 + 1);
    }
}
