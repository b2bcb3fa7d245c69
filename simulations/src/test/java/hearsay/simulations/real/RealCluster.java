package hearsay.simulations.real;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.config.LoadedConfig;
import hearsay.node.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Masters and replicas in one JVM, made a cluster by the commands that people use for it.
///
/// Node number i is the i-th master; after the masters come their first replicas, in their order,
/// then the second ones.
final class RealCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;

    private final int masters;
    private final List<Integer> ports;
    private final List<Path> folders;
    private final Host host;

    private RealCluster(int masters, List<Integer> ports, List<Path> folders, Host host) {
        this.masters = masters;
        this.ports = ports;
        this.folders = folders;
        this.host = host;
    }

    /// A cluster that serves, with every replica in sync.
    static RealCluster formed(int masters, int replicasOfEach, String... directives)
            throws Exception {
        var cluster = unformed(masters, masters * (1 + replicasOfEach), directives);
        cluster.form();
        return cluster;
    }

    /// Nodes that do not know each other yet.
    static RealCluster unformed(int masters, int nodes, String... directives) throws Exception {
        var configs = new ArrayList<LoadedConfig>();
        var ports = new ArrayList<Integer>();
        var folders = new ArrayList<Path>();
        for (int i = 0; i < nodes; i++) {
            ports.add(Ports.free());
            folders.add(RealNode.newFolder());
        }
        var words = new ArrayList<String>();
        words.addAll(RealNode.CLUSTERED);
        words.add("--cluster-port " + (ports.getFirst() + 20_000));
        words.addAll(List.of(directives));
        for (int i = 0; i < nodes; i++) {
            configs.add(RealNode.config("127.0.0.1", ports.get(i), folders.get(i), words));
        }
        return new RealCluster(masters, ports, folders, Host.start(configs));
    }

    private void form() throws Exception {
        for (int i = 0; i < masters; i++) {
            try (var talk = talk(i)) {
                long from = (long) SLOTS * i / masters;
                long to = (long) SLOTS * (i + 1) / masters - 1;
                expectOk(talk, "CLUSTER ADDSLOTSRANGE " + from + " " + to);
                expectOk(talk, "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            try (var talk = talk(i)) {
                // Gossip would spread the word too, in its own time.
                for (int j = 0; j < i; j++) {
                    var bus = " " + (ports.getFirst() + 20_000);
                    expectOk(talk, "CLUSTER MEET 127.0.0.1 " + ports.get(j) + bus);
                }
            }
        }
        awaitAcquaintance();
        for (int i = masters; i < ports.size(); i++) {
            try (var talk = talk(i)) {
                expectOk(talk, "CLUSTER REPLICATE " + id(i % masters));
            }
        }
        awaitHealth();
    }

    private static void expectOk(Talk talk, String command) throws Exception {
        assertThat(talk.text(command)).as(command).isEqualTo("OK");
    }

    private void awaitAcquaintance() {
        Eventually.holds(() -> {
            for (int i = 0; i < ports.size(); i++) {
                assertThat(text(i, "CLUSTER NODES").lines())
                        .hasSize(ports.size())
                        .noneMatch(line -> line.contains("handshake"));
            }
        });
    }

    /// Returns once every node says that all is well, and every replica is in sync.
    void awaitHealth() {
        Eventually.holds(() -> {
            for (int i = 0; i < ports.size(); i++) {
                try (var talk = talk(i)) {
                    assertThat(talk.fields("CLUSTER INFO"))
                            .containsEntry("cluster_state", "ok")
                            .containsEntry("cluster_size", Integer.toString(masters))
                            .containsEntry("cluster_slots_fail", "0");
                    var replication = talk.fields("INFO replication");
                    if (replication.getOrDefault("role", "").equals("slave")) {
                        assertThat(replication).containsEntry("master_link_status", "up");
                    }
                    var known = talk.text("CLUSTER NODES");
                    assertThat(known.lines().filter(l -> l.contains("slave ")).count())
                            .isEqualTo(ports.size() - masters);
                }
            }
        });
    }

    int size() {
        return ports.size();
    }

    int masters() {
        return masters;
    }

    int port(int node) {
        return ports.get(node);
    }

    List<Integer> ports() {
        return ports;
    }

    Talk talk(int node) throws Exception {
        return Talk.to("127.0.0.1", ports.get(node));
    }

    String text(int node, String command) throws Exception {
        try (var talk = talk(node)) {
            return talk.text(command);
        }
    }

    String id(int node) throws Exception {
        return text(node, "CLUSTER MYID");
    }

    /// `master` or `slave`, as the node sees itself.
    String role(int node) throws Exception {
        try (var talk = talk(node)) {
            return String.valueOf(talk.fields("INFO replication").get("role"));
        }
    }

    @Override
    public void close() {
        host.stop();
        for (var folder : folders) RealNode.delete(folder);
    }
}
