package hearsay.node.config;

import java.util.List;

/// What the node reads about the cluster.
///
/// @param busPort `cluster-port`, or the port + 20000
/// @param pingIntervalMillis 0: the usual one
/// @param replicaValidityFactor how many node timeouts old a replica's data may be for it to be
///   elected; 0: any age
/// @param announceIp empty, as the other announced ones: what the others see
/// @param linkSendbufLimit in bytes, unsigned; 0 is no limit
/// @param seedNodes Akka nodes to join
public record ClusterSettings(
        boolean enabled,
        String configFile,
        int busPort,
        long nodeTimeoutMillis,
        long pingIntervalMillis,
        boolean requireFullCoverage,
        boolean allowReadsWhenDown,
        boolean allowPubsubshardWhenDown,
        boolean replicaNoFailover,
        int replicaValidityFactor,
        int migrationBarrier,
        boolean allowReplicaMigration,
        String announceIp,
        String announceHostname,
        String announceHumanNodename,
        int announcePort,
        int announceBusPort,
        String preferredEndpointType,
        long linkSendbufLimit,
        List<HostPort> seedNodes) {

    static ClusterSettings of(Settings settings) {
        return new ClusterSettings(
                settings.yes("cluster-enabled"),
                settings.text("cluster-config-file"),
                settings.busPort(),
                settings.number("cluster-node-timeout"),
                settings.number("cluster-ping-interval"),
                settings.yes("cluster-require-full-coverage"),
                settings.yes("cluster-allow-reads-when-down"),
                settings.yes("cluster-allow-pubsubshard-when-down"),
                settings.yes("cluster-replica-no-failover"),
                settings.integer("cluster-replica-validity-factor"),
                settings.integer("cluster-migration-barrier"),
                settings.yes("cluster-allow-replica-migration"),
                settings.text("cluster-announce-ip"),
                settings.text("cluster-announce-hostname"),
                settings.text("cluster-announce-human-nodename"),
                settings.integer("cluster-announce-port"),
                settings.integer("cluster-announce-bus-port"),
                settings.text("cluster-preferred-endpoint-type"),
                settings.number("cluster-link-sendbuf-limit"),
                settings.value("hearsay-seed-nodes"));
    }
}
