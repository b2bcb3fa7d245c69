package hearsay.node.replication;

import hearsay.node.info.InfoText;

/// The lines of INFO's section on replication.
///
/// Source: Redis documentation of INFO, "replication".
public final class ReplicationInfo {

    private ReplicationInfo() {}

    public static void write(Replication replication, long nowMillis, InfoText text) {
        text.line("role", replication.isMaster() ? "master" : "slave");
        var master = replication.master();
        if (master != null) master(text, replication, master, nowMillis);
        replicas(text, replication, nowMillis);
        stream(text, replication.stream(), replication.settings().backlogSize());
    }

    private static void master(
            InfoText text, Replication replication, MasterLink link, long nowMillis) {
        text.line("master_host", link.host());
        text.line("master_port", link.port());
        text.line("master_link_status", link.isUp() ? "up" : "down");
        text.line(
                "master_last_io_seconds_ago",
                link.isUp() ? (nowMillis - link.lastIoMillis()) / 1000 : -1);
        text.line("master_sync_in_progress", link.isReceiving() ? 1 : 0);
        text.line("slave_read_repl_offset", replication.offset());
        text.line("slave_repl_offset", replication.offset());
        var reception = link.reception();
        if (reception != null) {
            long size = reception.size();
            double percent = size == 0 ? 0 : 100.0 * reception.read() / size;
            text.line("master_sync_total_bytes", size);
            text.line("master_sync_read_bytes", reception.read());
            text.line("master_sync_left_bytes", size - reception.read());
            text.decimal("master_sync_perc", percent);
            text.line("master_sync_last_io_seconds_ago", (nowMillis - link.lastIoMillis()) / 1000);
        }
        if (!link.isUp()) {
            long since = link.downSinceMillis();
            text.line(
                    "master_link_down_since_seconds", since == 0 ? -1 : (nowMillis - since) / 1000);
        }
        var settings = replication.settings();
        text.line("slave_priority", settings.priority());
        text.line("slave_read_only", settings.readOnly() ? 1 : 0);
        text.line("replica_announced", settings.announced() ? 1 : 0);
    }

    private static void replicas(InfoText text, Replication replication, long nowMillis) {
        var settings = replication.settings();
        text.line("connected_slaves", replication.replicas().count());
        if (settings.minReplicasToWrite() > 0 && settings.minReplicasMaxLagSeconds() > 0) {
            text.line("min_slaves_good_slaves", replication.replicas().good());
        }
        int number = 0;
        for (var replica : replication.replicas().all()) {
            text.line(
                    "slave" + number++,
                    "ip=%s,port=%d,state=%s,offset=%d,lag=%d"
                            .formatted(
                                    replica.address(),
                                    replica.listeningPort,
                                    replica.stateName(),
                                    replica.acknowledgedOffset,
                                    replica.lagSeconds(nowMillis)));
        }
    }

    private static void stream(InfoText text, ReplicationStream stream, long backlogSize) {
        var backlog = stream.backlog();
        text.line("master_failover_state", "no-failover");
        text.line("master_replid", stream.history().id());
        text.line("master_replid2", stream.history().secondId());
        text.line("master_repl_offset", stream.offset());
        text.line("second_repl_offset", stream.history().secondOffset());
        text.line("repl_backlog_active", backlog == null ? 0 : 1);
        text.line("repl_backlog_size", backlogSize);
        text.line("repl_backlog_first_byte_offset", backlog == null ? 0 : backlog.firstOffset());
        text.line("repl_backlog_histlen", backlog == null ? 0 : backlog.histLength());
    }
}
