package hearsay.sentinel.failover;

import org.jspecify.annotations.Nullable;

/// A replica as a possible master.
///
/// @param reachable not SDOWN, and its link stands
/// @param silenceMillis since its last good reply to a PING
/// @param infoAgeMillis since its last INFO
/// @param linkDownMillis since it lost its master, by its own word
/// @param runId null if it never told
public record Candidate(
        String name,
        boolean reachable,
        long silenceMillis,
        long infoAgeMillis,
        int priority,
        long linkDownMillis,
        long offset,
        @Nullable String runId) {}
