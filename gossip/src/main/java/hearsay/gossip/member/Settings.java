package hearsay.gossip.member;

/// The directives of redis.conf that a member obeys. May be replaced while it runs.
///
/// @param nodeTimeoutMillis `cluster-node-timeout`, T: silence that long is suspicious
/// @param pingIntervalMillis `cluster-ping-interval` of debugging: 0 stands for T / 2
/// @param replicaValidityFactor `cluster-replica-validity-factor`, 0 for "data is never too old"
/// @param replPingPeriodMillis `repl-ping-replica-period`
/// @param migrationBarrier `cluster-migration-barrier`
/// @param requireFullCoverage `cluster-require-full-coverage`
/// @param allowReadsWhenDown `cluster-allow-reads-when-down`
/// @param allowPubSubShardWhenDown `cluster-allow-pubsubshard-when-down`
/// @param allowReplicaMigration `cluster-allow-replica-migration`
/// @param replicaNoFailover `cluster-replica-no-failover`
/// @param preferredEndpoint `cluster-preferred-endpoint-type`
/// @param announce `cluster-announce-…`
public record Settings(
        long nodeTimeoutMillis,
        long pingIntervalMillis,
        int replicaValidityFactor,
        long replPingPeriodMillis,
        int migrationBarrier,
        boolean requireFullCoverage,
        boolean allowReadsWhenDown,
        boolean allowPubSubShardWhenDown,
        boolean allowReplicaMigration,
        boolean replicaNoFailover,
        PreferredEndpoint preferredEndpoint,
        Announce announce) {

    /// How nodes are called towards clients.
    public enum PreferredEndpoint {
        IP,
        HOSTNAME,
        UNKNOWN_ENDPOINT
    }

    /// What others shall believe of my address; "" and 0 stand for what is really so.
    public record Announce(
            String ip, int port, int tlsPort, int busPort, String hostname, String nodename) {

        public static final Announce NOTHING = new Announce("", 0, 0, 0, "", "");
    }

    /// What Redis does when nothing is configured.
    public static final Settings DEFAULT =
            new Settings(
                    15_000,
                    0,
                    10,
                    10_000,
                    1,
                    true,
                    false,
                    true,
                    true,
                    false,
                    PreferredEndpoint.IP,
                    Announce.NOTHING);

    public Settings withNodeTimeoutMillis(long millis) {
        return new Settings(
                millis,
                pingIntervalMillis,
                replicaValidityFactor,
                replPingPeriodMillis,
                migrationBarrier,
                requireFullCoverage,
                allowReadsWhenDown,
                allowPubSubShardWhenDown,
                allowReplicaMigration,
                replicaNoFailover,
                preferredEndpoint,
                announce);
    }

    /// The two answers to "what if not all slots are served": `cluster-require-full-coverage` and
    /// `cluster-allow-reads-when-down`.
    public Settings withCoverage(boolean required, boolean readsWhenDown) {
        return new Settings(
                nodeTimeoutMillis,
                pingIntervalMillis,
                replicaValidityFactor,
                replPingPeriodMillis,
                migrationBarrier,
                required,
                readsWhenDown,
                allowPubSubShardWhenDown,
                allowReplicaMigration,
                replicaNoFailover,
                preferredEndpoint,
                announce);
    }

    /// What a replica may do by itself: `cluster-replica-no-failover`,
    /// `cluster-replica-validity-factor`, `cluster-allow-replica-migration`.
    public Settings withReplicas(boolean noFailover, int validityFactor, boolean mayMigrate) {
        return new Settings(
                nodeTimeoutMillis,
                pingIntervalMillis,
                validityFactor,
                replPingPeriodMillis,
                migrationBarrier,
                requireFullCoverage,
                allowReadsWhenDown,
                allowPubSubShardWhenDown,
                mayMigrate,
                noFailover,
                preferredEndpoint,
                announce);
    }

    public Settings withAnnounce(PreferredEndpoint endpoint, Announce announced) {
        return new Settings(
                nodeTimeoutMillis,
                pingIntervalMillis,
                replicaValidityFactor,
                replPingPeriodMillis,
                migrationBarrier,
                requireFullCoverage,
                allowReadsWhenDown,
                allowPubSubShardWhenDown,
                allowReplicaMigration,
                replicaNoFailover,
                endpoint,
                announced);
    }

    /// How old a PONG may get before the node is asked again.
    long pingAfterMillis() {
        return pingIntervalMillis > 0 ? pingIntervalMillis : nodeTimeoutMillis / 2;
    }

    /// Handshakes get one node timeout, but time for a round trip in any case.
    long handshakeTimeoutMillis() {
        return Math.max(nodeTimeoutMillis, 1_000);
    }

    long maxDataAgeMillis() {
        if (replicaValidityFactor == 0) return Long.MAX_VALUE;
        return replPingPeriodMillis + nodeTimeoutMillis * replicaValidityFactor;
    }
}
