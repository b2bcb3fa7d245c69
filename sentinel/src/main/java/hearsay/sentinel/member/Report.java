package hearsay.sentinel.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the queries of a Sentinel answer.
public sealed interface Report {

    /// One field of [Instance]; the reply has both as strings.
    record Field(String name, String value) {}

    /// A master, a replica or another Sentinel, as SENTINEL MASTER, MASTERS, REPLICAS and SENTINELS
    /// show it: a map with the fields in this order.
    record Instance(List<Field> fields) implements Report {
        public Instance {
            fields = List.copyOf(fields);
        }

        /// @throws IllegalArgumentException there is no such field
        public String get(String name) {
            for (var field : fields) if (field.name().equals(name)) return field.value();
            throw new IllegalArgumentException("no field " + name + " in " + fields);
        }
    }

    /// SENTINEL GET-MASTER-ADDR-BY-NAME.
    record MasterAddress(String host, int port) implements Report {}

    /// SENTINEL IS-MASTER-DOWN-BY-ADDR.
    ///
    /// @param leader the run id voted for, `*` if no vote was asked for or there is none
    record MasterDown(boolean down, String leader, long leaderEpoch) implements Report {}

    /// SENTINEL INFO-CACHE: name, then one entry for the master and one for each replica.
    record InfoCache(String master, List<CachedInfo> entries) implements Report {
        public InfoCache {
            entries = List.copyOf(entries);
        }
    }

    /// @param info null if there was none yet
    record CachedInfo(long ageMillis, @Nullable String info) {}

    /// The `# Sentinel` section of INFO, without the two lines about scripts.
    ///
    /// @param tiltSinceSeconds -1 while not in TILT
    /// @param simulateFailureFlags 1 for crash-after-election, 2 for crash-after-promotion
    record Info(
            boolean tilt, long tiltSinceSeconds, int simulateFailureFlags, List<InfoMaster> masters)
            implements Report {
        public Info {
            masters = List.copyOf(masters);
        }
    }

    /// `master0:name=…,status=…,address=host:port,slaves=…,sentinels=…`
    ///
    /// @param status `ok`, `sdown` or `odown`
    /// @param sentinels including this one
    record InfoMaster(
            String name, String status, String host, int port, int slaves, int sentinels) {}
}
