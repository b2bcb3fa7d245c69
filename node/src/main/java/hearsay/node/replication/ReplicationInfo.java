package hearsay.node.replication;

import java.util.Locale;

/// The lines of INFO's section on replication.
///
/// Source: Redis documentation of INFO, "replication".
public final class ReplicationInfo {

    private ReplicationInfo() {}

    /// Every line ends with `\r\n`; the section's title is not among them.
    public static String lines(Replication replication, long nowMillis) {
        var text = new StringBuilder();
        line(text, "role", replication.isMaster() ? "master" : "slave");
        var master = replication.master();
        if (master != null) master(text, replication, master, nowMillis);
        replicas(text, replication, nowMillis);
        stream(text, replication.stream(), replication.settings().backlogSize());
        return text.toString();
    }

    private static void master(
            StringBuilder text, Replication replication, MasterLink link, long nowMillis) {
        line(text, "master_host", link.host());
        line(text, "master_port", link.port());
        line(text, "master_link_status", link.isUp() ? "up" : "down");
        line(
                text,
                "master_last_io_seconds_ago",
                link.isUp() ? (nowMillis - link.lastIoMillis()) / 1000 : -1);
        line(text, "master_sync_in_progress", link.isReceiving() ? 1 : 0);
        line(text, "slave_read_repl_offset", replication.offset());
        line(text, "slave_repl_offset", replication.offset());
        var reception = link.reception();
        if (reception != null) {
            long size = reception.size();
            double percent = size == 0 ? 0 : 100.0 * reception.read() / size;
            line(text, "master_sync_total_bytes", size);
            line(text, "master_sync_read_bytes", reception.read());
            line(text, "master_sync_left_bytes", size - reception.read());
            line(text, "master_sync_perc", String.format(Locale.ROOT, "%.2f", percent));
            line(text, "master_sync_last_io_seconds_ago", (nowMillis - link.lastIoMillis()) / 1000);
        }
        if (!link.isUp()) {
            long since = link.downSinceMillis();
            line(
                    text,
                    "master_link_down_since_seconds",
                    since == 0 ? -1 : (nowMillis - since) / 1000);
        }
        var settings = replication.settings();
        line(text, "slave_priority", settings.priority());
        line(text, "slave_read_only", settings.readOnly() ? 1 : 0);
        line(text, "replica_announced", settings.announced() ? 1 : 0);
    }

    private static void replicas(StringBuilder text, Replication replication, long nowMillis) {
        var settings = replication.settings();
        line(text, "connected_slaves", replication.replicas().count());
        if (settings.minReplicasToWrite() > 0 && settings.minReplicasMaxLagSeconds() > 0) {
            line(text, "min_slaves_good_slaves", replication.replicas().good());
        }
        int number = 0;
        for (var replica : replication.replicas().all()) {
            line(
                    text,
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

    private static void stream(StringBuilder text, ReplicationStream stream, long backlogSize) {
        var backlog = stream.backlog();
        line(text, "master_failover_state", "no-failover");
        line(text, "master_replid", stream.history().id());
        line(text, "master_replid2", stream.history().secondId());
        line(text, "master_repl_offset", stream.offset());
        line(text, "second_repl_offset", stream.history().secondOffset());
        line(text, "repl_backlog_active", backlog == null ? 0 : 1);
        line(text, "repl_backlog_size", backlogSize);
        line(text, "repl_backlog_first_byte_offset", backlog == null ? 0 : backlog.firstOffset());
        line(text, "repl_backlog_histlen", backlog == null ? 0 : backlog.histLength());
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(':').append(value).append("\r\n");
    }
}
