package hearsay.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two members, one of which is made not to hear the other, or to lose its links, by DEBUG.
class ClusterDebugTest {

    private static final int TIMEOUT = 1000;

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Host one = network.member(7001);
    private final TestNetwork.Host other = network.member(7002);
    private String otherId = "";

    @BeforeEach
    void meet() {
        for (var host : new TestNetwork.Host[] {one, other}) {
            host.set("cluster-node-timeout", "" + TIMEOUT);
        }
        one.ask("CLUSTER MEET 127.0.0.1 7002");
        network.pass(3000);
        otherId = other.ask("CLUSTER MYID").replace("\"", "");
        assertThat(lineOfOther()).contains("connected").doesNotContain("fail");
        // Both are masters that count.
        one.ask("CLUSTER ADDSLOTSRANGE 0 8191");
        other.ask("CLUSTER ADDSLOTSRANGE 8192 16383");
        network.pass(3000);
        assertThat(one.ask("CLUSTER INFO")).contains("cluster_state:ok");
    }

    /// A node that says anything lives: its own questions are heard.
    @Test
    void who_hears_no_pong_does_not_know_of_any_until_he_hears_again() {
        assertThat(one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER 1")).isEqualTo("OK");
        var before = lastPong();
        network.pass(3 * TIMEOUT);
        assertThat(lastPong()).isEqualTo(before);
        assertThat(lineOfOther()).doesNotContain("fail");
        assertThat(one.logged("Dropping packet that matches debug drop filter")).isPositive();

        assertThat(one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER -1")).isEqualTo("OK");
        network.pass(3 * TIMEOUT);
        assertThat(lastPong()).isNotEqualTo(before);
    }

    @Test
    void a_filter_for_one_type_lets_all_others_through() {
        one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER 4");
        var listener = one.client();
        listener.ask("SUBSCRIBE news");
        other.ask("PUBLISH news lost");
        network.pass(3 * TIMEOUT);
        assertThat(listener.take()).isEmpty();
        assertThat(lineOfOther()).doesNotContain("fail");

        one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER -1");
        other.ask("PUBLISH news heard");
        network.pass(100);
        assertThat(listener.take()).contains("heard");
    }

    @Test
    void who_hears_nothing_at_all_serves_no_more() {
        one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER -2");
        network.pass(4 * TIMEOUT);
        assertThat(one.ask("CLUSTER INFO")).contains("cluster_state:fail");
        one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER -1");
        network.pass(5 * TIMEOUT);
        assertThat(one.ask("CLUSTER INFO")).contains("cluster_state:ok");
    }

    @Test
    void a_link_may_be_closed_by_what_is_dropped() {
        assertThat(one.ask("DEBUG CLOSE-CLUSTER-LINK-ON-PACKET-DROP 1")).isEqualTo("OK");
        var before = linksOf(one);
        network.pass(2 * TIMEOUT);
        assertThat(linksOf(one)).isEqualTo(before);

        one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER 0");
        network.pass(2 * TIMEOUT);
        assertThat(linksOf(one)).isNotEqualTo(before);
        one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER -1");
        network.pass(3 * TIMEOUT);
        assertThat(lineOfOther()).contains("connected").doesNotContain("fail");
    }

    @Test
    void links_are_killed_in_one_direction_or_in_both_and_come_again() {
        for (var direction : new String[] {"to", "FROM", "all"}) {
            int killed = direction.equals("all") ? 2 : 1;
            assertThat(countLinks(one)).as(direction).isEqualTo(2);
            var before = linksOf(one);
            assertThat(one.ask("DEBUG CLUSTERLINK KILL " + direction + " " + otherId))
                    .isEqualTo("OK");
            assertThat(countLinks(one)).as(direction).isEqualTo(2 - killed);
            network.pass(2 * TIMEOUT);
            assertThat(countLinks(one)).as(direction).isEqualTo(2);
            assertThat(linksOf(one)).as(direction).isNotEqualTo(before);
            assertThat(lineOfOther()).doesNotContain("fail");
        }
    }

    @Test
    void mistakes_are_told() {
        assertThat(one.ask("DEBUG CLUSTERLINK KILL all nobody"))
                .isEqualTo("(error) ERR Unknown node nobody");
        assertThat(one.ask("DEBUG CLUSTERLINK KILL sideways " + otherId))
                .isEqualTo("(error) ERR Unknown direction sideways");
        assertThat(one.ask("DEBUG CLUSTERLINK KILL all")).contains("unknown subcommand");
        assertThat(one.ask("DEBUG DROP-CLUSTER-PACKET-FILTER all"))
                .isEqualTo("(error) ERR value is not an integer or out of range");
        assertThat(network.host(7009).ask("DEBUG CLUSTERLINK KILL all " + otherId))
                .isEqualTo(
                        "(error) ERR Debug option only available for cluster mode enabled setup!");
    }

    private String lastPong() {
        return lineOfOther().split(" ")[5];
    }

    private String lineOfOther() {
        return one.ask("CLUSTER NODES")
                .replace("\"", "")
                .replace("\\n", "\n")
                .lines()
                .filter(line -> line.startsWith(otherId))
                .findFirst()
                .orElseThrow();
    }

    private static String linksOf(TestNetwork.Host host) {
        return host.ask("CLUSTER LINKS");
    }

    private static long countLinks(TestNetwork.Host host) {
        return linksOf(host).lines().filter(line -> line.contains("\"direction\"")).count();
    }
}
