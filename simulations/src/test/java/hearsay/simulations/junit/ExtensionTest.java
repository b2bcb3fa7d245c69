package hearsay.simulations.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@SuppressWarnings({"NullAway", "NullAway.Init"}) // The extension fills the fields.
@DisplayName("@HearsayCluster")
final class ExtensionTest {

    @Nested
    @HearsayCluster(masters = 2, replicas = 0)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    @DisplayName("on a class")
    class OnAClass {

        private static Cluster shared;
        private static List<String> addresses;
        private Cluster own;

        @BeforeAll
        static void everything_is_there_before_the_first_test(Cluster cluster) {
            assertThat(cluster).isSameAs(shared);
            addresses = cluster.addresses();
            cluster.nodes().getFirst().call("SET", "{06S}a", "from the begin");
        }

        @Test
        @Order(1)
        void gives_the_first_test_what_was_prepared_for_it(Cluster cluster) {
            assertThat(cluster).isSameAs(own).isSameAs(shared);
            assertThat(cluster.master(0).call("GET", "{06S}a").text()).isEqualTo("from the begin");
        }

        @Test
        @Order(2)
        void gives_the_next_one_an_empty_cluster() {
            assertThat(own.master(0).call("DBSIZE").text()).isEqualTo("0");
            own.master(0).call("SET", "{06S}a", "b");
            own.killMaster(0);
        }

        @Test
        @Order(3)
        void gives_a_new_one_in_the_same_place_after_one_that_was_broken() {
            assertThat(own).isSameAs(shared);
            assertThat(own.addresses()).isEqualTo(addresses);
            assertThat(own.master(0).call("GET", "{06S}a").pretty()).isEqualTo("(nil)");
            assertThat(own.master(0).call("CLUSTER", "INFO").text()).contains("cluster_state:ok");
        }
    }

    @Test
    @HearsayCluster(masters = 1, replicas = 2, redisConf = "maxmemory 7mb")
    void on_a_method_gives_that_test_a_cluster_of_its_own(Cluster cluster) {
        assertThat(cluster.nodes()).hasSize(3);
        assertThat(cluster.replicas(0)).hasSize(2);
        assertThat(cluster.master(0).call("CONFIG", "GET", "maxmemory").pretty())
                .contains("7340032");
    }

    @Test
    void a_cluster_that_is_closed_leaves_no_thread_and_no_port() throws Exception {
        var before = new LinkedHashSet<>(Thread.getAllStackTraces().keySet());
        var cluster = Cluster.start(new ClusterOptions(3, 1, 1000, List.of()));
        var ports = cluster.nodes().stream().map(ClusterNode::port).toList();
        cluster.pause(cluster.master(0));
        var during = new LinkedHashSet<>(Thread.getAllStackTraces().keySet());
        during.removeAll(before);
        during.removeIf(thread -> thread.getName().startsWith("globalEventExecutor"));
        assertThat(during).hasSizeGreaterThan(6);
        cluster.close();
        for (var thread : during) {
            thread.join(Duration.ofSeconds(5));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
        for (int port : ports) {
            assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void waiting_in_vain_tells_what_the_nodes_think() {
        try (var cluster = Cluster.start(new ClusterOptions(1, 0, 1000, List.of()))) {
            var chronicle = cluster.chronicle();
            assertThatThrownBy(() ->
                            chronicle.await(
                                    () -> false,
                                    Duration.ofMillis(1),
                                    "hell freezes over",
                                    () -> cluster.roles().text()))
                    .isInstanceOf(ClusterTimeout.class)
                    .hasMessageContaining("in vain until hell freezes over")
                    .hasMessageContaining("ok, master of [0-16383]")
                    .hasMessageContaining("Node configuration loaded");
        }
    }

    private static void connect(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        }
    }
}
