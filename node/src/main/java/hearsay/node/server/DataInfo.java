package hearsay.node.server;

import hearsay.node.info.InfoText;

/// INFO's sections about what the node keeps and has done: Persistence, Stats, Keyspace, and what
/// Replication and Cluster are as long as nobody replicates and there is no cluster.
///
/// Left out of Stats, because nothing measures it: `expire_cycle_cpu_milliseconds`,
/// `eventloop_duration_sum` and `instantaneous_eventloop_duration_usec`; and the counts of reply
/// buffers that are resized, for ours come from a pool.
final class DataInfo {

    private final Server server;

    DataInfo(Server server) {
        this.server = server;
    }

    void persistence(InfoText text) {
        text.gauges("loading", "async_loading");
        // Snapshots are taken without a fork: nothing is copied on write.
        text.gauges("current_cow_peak", "current_cow_size", "current_cow_size_age");
        text.decimal("current_fork_perc", 0);
        text.gauges("current_save_keys_processed", "current_save_keys_total");
        text.line("rdb_changes_since_last_save", server.dirty());
        text.gauge("rdb_bgsave_in_progress");
        text.line("rdb_last_save_time", server.startedMillis() / 1000);
        text.line("rdb_last_bgsave_status", "ok");
        text.line("rdb_last_bgsave_time_sec", -1);
        text.line("rdb_current_bgsave_time_sec", -1);
        text.gauges(
                "rdb_saves",
                "rdb_last_cow_size",
                "rdb_last_load_keys_expired",
                "rdb_last_load_keys_loaded",
                "aof_enabled",
                "aof_rewrite_in_progress",
                "aof_rewrite_scheduled");
        text.line("aof_last_rewrite_time_sec", -1);
        text.line("aof_current_rewrite_time_sec", -1);
        text.line("aof_last_bgrewrite_status", "ok");
        text.gauges("aof_rewrites", "aof_rewrites_consecutive_failures");
        text.line("aof_last_write_status", "ok");
        text.gauges("aof_last_cow_size", "module_fork_in_progress", "module_fork_last_cow_size");
    }

    void stats(InfoText text) {
        var counted = server.statistics();
        text.line("total_connections_received", counted.connectionsReceived);
        text.line("total_commands_processed", counted.commandsProcessed);
        text.line("instantaneous_ops_per_sec", counted.commandsPerSecond());
        traffic(text, counted);
        text.line("rejected_connections", counted.rejectedConnections);
        text.line("sync_full", counted.fullSyncs);
        text.line("sync_partial_ok", counted.partialSyncsAccepted);
        text.line("sync_partial_err", counted.partialSyncsRefused);
        text.line("expired_keys", server.keyspaces().expiredKeys());
        text.decimal("expired_stale_perc", server.activeExpiry().stalePercent());
        text.line("expired_time_cap_reached_count", server.activeExpiry().timeouts());
        text.line("evicted_keys", server.eviction().evictedKeys());
        text.line("evicted_clients", server.clientEviction().evicted());
        text.line("total_eviction_exceeded_time", server.eviction().exceededMillis());
        text.line("current_eviction_exceeded_time", server.eviction().exceedingMillis());
        text.line("keyspace_hits", server.keyspaces().hits());
        text.line("keyspace_misses", server.keyspaces().misses());
        text.gauges("pubsub_channels", "pubsub_patterns", "pubsubshard_channels");
        text.gauges("latest_fork_usec", "total_forks", "migrate_cached_sockets");
        text.gauge("slave_expires_tracked_keys");
        text.gauges("active_defrag_hits", "active_defrag_misses");
        text.gauges("active_defrag_key_hits", "active_defrag_key_misses");
        text.gauges("total_active_defrag_time", "current_active_defrag_time");
        text.gauges("tracking_total_keys", "tracking_total_items", "tracking_total_prefixes");
        text.line("unexpected_error_replies", counted.unexpectedErrorReplies);
        text.line("total_error_replies", counted.errorReplies);
        text.gauge("dump_payload_sanitizations");
        text.line("total_reads_processed", counted.reads);
        text.line("total_writes_processed", counted.writes);
        text.gauges("io_threaded_reads_processed", "io_threaded_writes_processed");
        text.line("eventloop_cycles", counted.cycles);
        text.line("eventloop_duration_cmd_sum", server.commandStatistics().micros());
        text.line("instantaneous_eventloop_cycles_per_sec", counted.cyclesPerSecond());
        text.gauges("acl_access_denied_auth", "acl_access_denied_cmd");
        text.gauges("acl_access_denied_key", "acl_access_denied_channel");
    }

    private static void traffic(InfoText text, Statistics counted) {
        long replicationIn = counted.replicationInputBytes;
        long replicationOut = counted.replicationOutputBytes;
        text.line("total_net_input_bytes", counted.inputBytes + replicationIn);
        text.line("total_net_output_bytes", counted.outputBytes + replicationOut);
        text.line("total_net_repl_input_bytes", replicationIn);
        text.line("total_net_repl_output_bytes", replicationOut);
        text.decimal("instantaneous_input_kbps", counted.inputKilobytesPerSecond());
        text.decimal("instantaneous_output_kbps", counted.outputKilobytesPerSecond());
        text.decimal("instantaneous_input_repl_kbps", counted.replicationInputKilobytesPerSecond());
        text.decimal(
                "instantaneous_output_repl_kbps", counted.replicationOutputKilobytesPerSecond());
    }

    void cluster(InfoText text) {
        text.line("cluster_enabled", server.settings().cluster().enabled());
    }

    void errors(InfoText text) {
        server.commandStatistics()
                .errors()
                .forEach((code, count) -> text.line("errorstat_" + safe(code), "count=" + count));
    }

    void keyspace(InfoText text) {
        for (var db : server.keyspaces().all()) {
            if (db.isEmpty()) continue;
            text.line(
                    "db" + db.index(),
                    "keys="
                            + db.size()
                            + ",expires="
                            + db.expiringKeys()
                            + ",avg_ttl="
                            + db.meanTimeToLiveMillis());
        }
    }

    /// Signs that would spoil a line of INFO become underscores.
    private static String safe(String name) {
        return name.replaceAll("[#:\\n\\r]", "_");
    }
}
