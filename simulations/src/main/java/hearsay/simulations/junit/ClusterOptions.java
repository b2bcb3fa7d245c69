package hearsay.simulations.junit;

import java.util.List;

/// What a cluster is to be like.
///
/// @param replicas of each master
/// @param nodeTimeoutMillis `cluster-node-timeout`
/// @param redisConf more lines of redis.conf for every node
public record ClusterOptions(
        int masters, int replicas, int nodeTimeoutMillis, List<String> redisConf) {

    public ClusterOptions {
        if (masters < 1) throw new IllegalArgumentException("a cluster has at least one master");
        if (replicas < 0) throw new IllegalArgumentException("replicas cannot be negative");
        if (nodeTimeoutMillis < 1)
            throw new IllegalArgumentException("a node timeout is at least one millisecond");
        redisConf = List.copyOf(redisConf);
    }

    static ClusterOptions of(HearsayCluster wanted) {
        return new ClusterOptions(
                wanted.masters(),
                wanted.replicas(),
                wanted.nodeTimeoutMillis(),
                List.of(wanted.redisConf()));
    }

    int nodes() {
        return masters * (1 + replicas);
    }

    /// redis.conf of a node. What its user says comes last, and so wins.
    String directives(int port, int busPort) {
        var text = new StringBuilder();
        text.append("port ").append(port).append("\nbind 127.0.0.1\nsave \"\"\n");
        text.append("cluster-enabled yes\ncluster-port ").append(busPort).append('\n');
        text.append("cluster-node-timeout ").append(nodeTimeoutMillis).append('\n');
        // A test does not wait for more replicas to come, nor ten seconds for a master's ping.
        text.append("repl-diskless-sync-delay 0\nrepl-ping-replica-period 1\n");
        // Nor has it a replica that is too old to take over, however long somebody debugs it.
        text.append("cluster-replica-validity-factor 0\n");
        for (var line : redisConf) text.append(line).append('\n');
        return text.toString();
    }
}
