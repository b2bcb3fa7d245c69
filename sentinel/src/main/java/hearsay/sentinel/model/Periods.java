package hearsay.sentinel.model;

/// How often a Sentinel does things and how long it waits, in milliseconds. SENTINEL DEBUG shows
/// and changes them; no file keeps them.
///
/// @param info between two INFOs to the same instance; 1,000 to replicas while it matters
/// @param ping at most this between two PINGs
/// @param ask between two questions to another Sentinel whether the master is down
/// @param publish between two hellos
/// @param defaultDownAfter `down-after-milliseconds` of masters that do not say
/// @param defaultFailoverTimeout `failover-timeout` of masters that do not say
/// @param tiltTrigger ticks further apart than this mean that the clock or we were not ourselves
/// @param tilt how long nothing is acted upon then
/// @param replicaReconfTimeout a replica that was told its new master has this long to show it
/// @param minLinkReconnect a link is not given up before this age
/// @param electionTimeout an attempt to be elected is given up after this, or after
///   failover-timeout if that is less
/// @param scriptMaxRuntime a script is killed after this
/// @param scriptRetryDelay before a failed script is run again; doubled for each retry
public record Periods(
        long info,
        long ping,
        long ask,
        long publish,
        long defaultDownAfter,
        long defaultFailoverTimeout,
        long tiltTrigger,
        long tilt,
        long replicaReconfTimeout,
        long minLinkReconnect,
        long electionTimeout,
        long scriptMaxRuntime,
        long scriptRetryDelay) {

    public static final Periods DEFAULT =
            new Periods(
                    10_000, 1_000, 1_000, 2_000, 30_000, 180_000, 2_000, 30_000, 10_000, 15_000,
                    10_000, 60_000, 30_000);
}
