package hearsay.node.config;

import java.util.Optional;

/// What the node reads about replication. Sizes in bytes, times in seconds.
///
/// @param master whom to follow
/// @param masterauth a byte string; empty if the master asks for none
/// @param backlogTtlSeconds how long a master without replicas keeps its backlog; 0 is for ever
/// @param priority 0: never to be promoted by a Sentinel
public record ReplicationSettings(
        Optional<HostPort> master,
        String masterauth,
        String masteruser,
        boolean readOnly,
        boolean serveStaleData,
        int priority,
        boolean announced,
        String announceIp,
        int announcePort,
        int timeoutSeconds,
        int pingPeriodSeconds,
        long backlogSize,
        long backlogTtlSeconds,
        boolean disableTcpNodelay,
        int disklessSyncDelaySeconds,
        int disklessSyncMaxReplicas,
        int minReplicasToWrite,
        int minReplicasMaxLagSeconds,
        int keySaveDelay,
        int keyLoadDelay) {

    static ReplicationSettings of(Settings settings) {
        return new ReplicationSettings(
                settings.value("replicaof"),
                settings.text("masterauth"),
                settings.text("masteruser"),
                settings.yes("replica-read-only"),
                settings.yes("replica-serve-stale-data"),
                settings.integer("replica-priority"),
                settings.yes("replica-announced"),
                settings.text("replica-announce-ip"),
                settings.integer("replica-announce-port"),
                settings.integer("repl-timeout"),
                settings.integer("repl-ping-replica-period"),
                settings.number("repl-backlog-size"),
                settings.number("repl-backlog-ttl"),
                settings.yes("repl-disable-tcp-nodelay"),
                settings.integer("repl-diskless-sync-delay"),
                settings.integer("repl-diskless-sync-max-replicas"),
                settings.integer("min-replicas-to-write"),
                settings.integer("min-replicas-max-lag"),
                settings.integer("rdb-key-save-delay"),
                settings.integer("key-load-delay"));
    }
}
