package hearsay.sentinel.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

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

    /// By the names of SENTINEL DEBUG, in its order.
    public SequencedMap<String, Long> byName() {
        var values = new LinkedHashMap<String, Long>();
        values.put("INFO-PERIOD", info);
        values.put("PING-PERIOD", ping);
        values.put("ASK-PERIOD", ask);
        values.put("PUBLISH-PERIOD", publish);
        values.put("DEFAULT-DOWN-AFTER", defaultDownAfter);
        values.put("DEFAULT-FAILOVER-TIMEOUT", defaultFailoverTimeout);
        values.put("TILT-TRIGGER", tiltTrigger);
        values.put("TILT-PERIOD", tilt);
        values.put("SLAVE-RECONF-TIMEOUT", replicaReconfTimeout);
        values.put("MIN-LINK-RECONNECT-PERIOD", minLinkReconnect);
        values.put("ELECTION-TIMEOUT", electionTimeout);
        values.put("SCRIPT-MAX-RUNTIME", scriptMaxRuntime);
        values.put("SCRIPT-RETRY-DELAY", scriptRetryDelay);
        return values;
    }

    /// @param name as in [#byName], in any case
    /// @throws IllegalArgumentException there is no such period
    public Periods with(String name, long millis) {
        var values = byName();
        if (values.replace(name.toUpperCase(Locale.ROOT), millis) == null) {
            throw new IllegalArgumentException(name);
        }
        var all = values.values().iterator();
        return new Periods(
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next(),
                all.next());
    }
}
