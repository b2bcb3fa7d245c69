package hearsay.simulations.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one look at a node found.
///
/// @param answers what it said; empty if it said nothing
/// @param remembered what it wrote down last about the cluster, in its nodes.conf
record Sight(
        Member member, Condition condition, Optional<Answers> answers, List<NodeLine> remembered) {

    /// How its process is.
    enum Condition {
        RUNNING,
        PAUSED,
        GONE
    }

    /// What a node says about itself and the cluster.
    ///
    /// @param nodes CLUSTER NODES; empty without cluster mode
    /// @param clusterState `ok` or `fail`; `ok` without cluster mode
    /// @param replication INFO replication
    /// @param currentEpoch the greatest epoch that it has heard of; 0 without cluster mode
    /// @param watch what a Sentinel says of its master; empty for a node, or if it watches nobody
    record Answers(
            List<NodeLine> nodes,
            String clusterState,
            Map<String, String> replication,
            long currentEpoch,
            Optional<SentinelView> watch) {

        /// Of a node.
        Answers(
                List<NodeLine> nodes,
                String clusterState,
                Map<String, String> replication,
                long currentEpoch) {
            this(nodes, clusterState, replication, currentEpoch, Optional.empty());
        }

        boolean isMaster() {
            return "master".equals(replication.get("role"));
        }

        boolean linkIsUp() {
            return "up".equals(replication.get("master_link_status"));
        }

        boolean isSyncing() {
            return "1".equals(replication.get("master_sync_in_progress"));
        }

        int masterPort() {
            return (int) number("master_port");
        }

        /// How far it is in the stream of its master, or in its own, in bytes.
        long offset() {
            return number(isMaster() ? "master_repl_offset" : "slave_repl_offset");
        }

        private long number(String field) {
            String text = replication.getOrDefault(field, "");
            return text.isEmpty() ? 0 : Long.parseLong(text);
        }
    }

    private static final int PATIENCE_MILLIS = 1000;

    /// Looks at every node of the cluster in this folder.
    static List<Sight> all(Path folder, StateFile state) {
        return state.members().stream().map(m -> of(m, folder, state.cluster())).toList();
    }

    static Sight of(Member member, Path cluster, boolean clusterMode) {
        var folder = new NodeFolder(member.folder(cluster));
        Optional<ProcessHandle> process = member.process();
        List<NodeLine> remembered = folder.nodesConf();
        if (process.isEmpty())
            return new Sight(member, Condition.GONE, Optional.empty(), remembered);
        if (Signal.isStopped(process.get()))
            return new Sight(member, Condition.PAUSED, Optional.empty(), remembered);
        try (RespConnection node = connect(member, folder, PATIENCE_MILLIS)) {
            return new Sight(
                    member,
                    Condition.RUNNING,
                    Optional.of(ask(node, member.kind(), clusterMode)),
                    remembered);
        } catch (IOException e) {
            return new Sight(member, Condition.RUNNING, Optional.empty(), remembered);
        }
    }

    /// A connection that has given the password, if the node's redis.conf asks for one.
    static RespConnection connect(Member member, NodeFolder folder, int timeoutMillis)
            throws IOException {
        var connection = RespConnection.to(member.host(), member.port(), timeoutMillis);
        String password = folder.password();
        if (!password.isEmpty()) connection.call("AUTH", password);
        return connection;
    }

    private static Answers ask(RespConnection node, NodeKind kind, boolean clusterMode)
            throws IOException {
        if (!kind.isSentinel()) return ask(node, clusterMode);
        var watch = SentinelView.of(node.fields("INFO", "sentinel"));
        return new Answers(List.of(), "ok", Map.of(), 0, watch);
    }

    static Answers ask(RespConnection node, boolean clusterMode) throws IOException {
        Map<String, String> replication = node.fields("INFO", "replication");
        if (!clusterMode) return new Answers(List.of(), "ok", replication, 0, Optional.empty());
        Map<String, String> cluster = node.fields("CLUSTER", "INFO");
        return new Answers(
                NodeLine.parse(node.call("CLUSTER", "NODES")),
                cluster.getOrDefault("cluster_state", "fail"),
                replication,
                Long.parseLong(cluster.getOrDefault("cluster_current_epoch", "0")),
                Optional.empty());
    }
}
