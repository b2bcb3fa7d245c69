package hearsay.gossip.failover;

/// How things stand for a replica that may have to replace its master.
///
/// @param mayStand I am a replica whose master owns slots, and either it failed and I may replace
///   masters at all, or an operator told me to
/// @param manual an operator told me to, and I am ready
/// @param manualPending an operator told me to, ready or not
/// @param masterFailedAtMillis [Node#NEVER] if it has not failed
/// @param dataAgeMillis for how long I have heard nothing from my master
/// @param maxDataAgeMillis the oldest data that is still good enough, [Long#MAX_VALUE] for any
/// @param rank how many siblings have more data
/// @param offset my replication offset
/// @param quorum votes needed
/// @param currentEpoch the greatest epoch known
public record Situation(
        boolean mayStand,
        boolean manual,
        boolean manualPending,
        long masterFailedAtMillis,
        long dataAgeMillis,
        long maxDataAgeMillis,
        int rank,
        long offset,
        int quorum,
        long currentEpoch,
        long nodeTimeoutMillis) {

    /// The time that it took to find the master dead is nobody's fault and does not count.
    long countedDataAgeMillis() {
        return dataAgeMillis > nodeTimeoutMillis
                ? dataAgeMillis - nodeTimeoutMillis
                : dataAgeMillis;
    }
}
