package hearsay.client.routing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What a client has counted since it was opened.
///
/// @param requests begun, each counted once however often it was sent
/// @param redirects requests sent on because of MOVED or ASK
/// @param retries requests sent again after a pause
/// @param refreshes how often it was asked who serves what
/// @param failures requests that ended in a [RequestFailed]
/// @param troubles how often each kind was met, those that were never met left out
/// @param troubledMillis how long requests took after their first trouble, summed up
public record Metrics(
        long requests,
        long redirects,
        long retries,
        long refreshes,
        long failures,
        Map<Trouble, Long> troubles,
        long troubledMillis) {

    public Metrics {
        var copy = new EnumMap<Trouble, Long>(Trouble.class);
        copy.putAll(troubles);
        troubles = Collections.unmodifiableMap(copy);
    }

    /// How often this kind was met.
    public long met(Trouble trouble) {
        return troubles.getOrDefault(trouble, 0L);
    }
}
