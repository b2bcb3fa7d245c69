package hearsay.node.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import hearsay.node.TestNetwork.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Three masters with a third of the slots each, and a replica of the first. The slot of `{b}` is
/// 3300, that of `{c}` is 7365.
@DisplayName("Publish and subscribe in a cluster")
class ClusterPubSubTest {

    private final TestNetwork network = new TestNetwork();
    private final Host first = network.member(7000);
    private final Host second = network.member(7001);
    private final Host third = network.member(7002);
    private final Host replica = network.member(7003);

    @BeforeEach
    void form() {
        assertThat(first.ask("CLUSTER ADDSLOTSRANGE 0 5460")).isEqualTo("OK");
        assertThat(second.ask("CLUSTER ADDSLOTSRANGE 5461 10922")).isEqualTo("OK");
        assertThat(third.ask("CLUSTER ADDSLOTSRANGE 10923 16383")).isEqualTo("OK");
        second.ask("CLUSTER SET-CONFIG-EPOCH 2");
        third.ask("CLUSTER SET-CONFIG-EPOCH 3");
        for (int port = 7001; port <= 7003; port++) {
            assertThat(first.ask("CLUSTER MEET 127.0.0.1 " + port)).isEqualTo("OK");
        }
        network.pass(5_000);
        assertThat(replica.ask("CLUSTER REPLICATE " + first.ask("CLUSTER MYID").replace("\"", "")))
                .isEqualTo("OK");
        network.pass(10_000);
        for (var host : new Host[] {first, second, third, replica}) {
            assertThat(host.ask("CLUSTER INFO")).contains("cluster_state:ok");
        }
    }

    @Test
    @DisplayName("60. PUBLISH goes to all other nodes, SPUBLISH only to those of its shard")
    void each_message_goes_to_those_whom_it_may_concern() {
        assertThat(first.ask("PUBLISH {b}1 x")).isEqualTo("(integer) 0");
        assertThat(first.ask("SPUBLISH {b}1 x")).isEqualTo("(integer) 0");
        network.pass(10);
        assertThat(first.ask("CLUSTER INFO"))
                .contains("cluster_stats_messages_publish_sent:3")
                .contains("cluster_stats_messages_publishshard_sent:1");
        assertThat(replica.ask("CLUSTER INFO"))
                .contains("cluster_stats_messages_publish_received:1")
                .contains("cluster_stats_messages_publishshard_received:1");
        assertThat(third.ask("CLUSTER INFO"))
                .contains("cluster_stats_messages_publish_received:1")
                .doesNotContain("publishshard_received");
    }

    @Test
    void what_is_published_anywhere_is_heard_everywhere() {
        var here = second.client();
        var there = replica.client();
        here.ask("SUBSCRIBE news");
        there.ask("PSUBSCRIBE n*");
        assertThat(third.ask("PUBLISH news hello")).isEqualTo("(integer) 0");
        network.pass(10);
        assertThat(here.take())
                .isEqualTo(
                        """
                        1) "message"
                        2) "news"
                        3) "hello\"\
                        """);
        assertThat(there.take())
                .isEqualTo(
                        """
                        1) "pmessage"
                        2) "n*"
                        3) "news"
                        4) "hello\"\
                        """);
        assertThat(second.ask("PUBLISH news again")).isEqualTo("(integer) 1");
        network.pass(1_000);
        assertThat(here.take()).contains("again").doesNotContain("again\"\n1)");
    }

    @Test
    void sharded_channels_live_where_their_slot_does() {
        assertThat(second.ask("SSUBSCRIBE {b}1")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        assertThat(second.ask("SPUBLISH {b}1 x")).isEqualTo("(error) MOVED 3300 127.0.0.1:7000");
        assertThat(first.ask("SSUBSCRIBE {b}1 {c}1"))
                .isEqualTo("(error) CROSSSLOT Keys in request don't hash to the same slot");
        assertThat(first.ask("SUNSUBSCRIBE {c}1")).isEqualTo("(error) MOVED 7365 127.0.0.1:7001");
        var atMaster = first.client();
        var atReplica = replica.client();
        assertThat(atMaster.ask("SSUBSCRIBE {b}1 {b}2")).contains("{b}2");
        assertThat(atReplica.ask("SSUBSCRIBE {b}1")).contains("ssubscribe");

        assertThat(first.ask("SPUBLISH {b}1 x")).isEqualTo("(integer) 1");
        network.pass(10);
        for (var listener : new TestNetwork.Client[] {atMaster, atReplica}) {
            assertThat(listener.take())
                    .isEqualTo(
                            """
                            1) "smessage"
                            2) "{b}1"
                            3) "x\"\
                            """);
        }
        assertThat(replica.ask("SPUBLISH {b}2 y")).isEqualTo("(integer) 0");
        network.pass(10);
        assertThat(atMaster.take()).contains("\"y\"");
        assertThat(atReplica.take()).isEmpty();
    }

    @Test
    @DisplayName("8. who listens in a slot that goes elsewhere is told")
    void who_listens_in_a_slot_that_goes_elsewhere_is_told() {
        var listener = first.client();
        listener.ask("SSUBSCRIBE {b}1");
        listener.ask("SUBSCRIBE {b}1");
        var stays = second.client();
        stays.ask("SSUBSCRIBE {c}1");
        assertThat(first.ask("CLUSTER DELSLOTS 3300")).isEqualTo("OK");
        network.pass(10);
        assertThat(listener.take())
                .isEqualTo(
                        """
                        1) "sunsubscribe"
                        2) "{b}1"
                        3) (integer) 0\
                        """);
        assertThat(listener.ask("SSUBSCRIBE {b}1"))
                .isEqualTo("(error) CLUSTERDOWN Hash slot not served");
        assertThat(listener.ask("PING")).contains("pong");
        assertThat(stays.take()).isEmpty();
        assertThat(second.ask("SPUBLISH {c}1 x")).isEqualTo("(integer) 1");
    }

    @Test
    void a_failover_sends_the_listeners_of_the_shard_to_look_again() {
        var listener = replica.client();
        listener.ask("SSUBSCRIBE {b}1");
        network.pass(2_000);
        assertThat(replica.ask("CLUSTER FAILOVER TAKEOVER")).isEqualTo("OK");
        network.pass(2_000);
        assertThat(listener.take()).contains("sunsubscribe");
        assertThat(replica.ask("SPUBLISH {b}1 x")).isEqualTo("(integer) 0");
        assertThat(listener.ask("SSUBSCRIBE {b}1")).contains("ssubscribe");
    }

    @Test
    @DisplayName("12. cluster-allow-pubsubshard-when-down")
    void in_a_cluster_that_is_down_sharded_channels_are_served_if_that_is_wanted() {
        second.sleep(true);
        network.pass(40_000);
        assertThat(first.ask("CLUSTER INFO")).contains("cluster_state:fail");
        assertThat(first.ask("SET {b}1 x")).isEqualTo("(error) CLUSTERDOWN The cluster is down");
        assertThat(first.client().ask("SSUBSCRIBE {b}1")).contains("ssubscribe");
        assertThat(first.ask("SPUBLISH {b}1 x")).isEqualTo("(integer) 1");
        first.set("cluster-allow-pubsubshard-when-down", "no");
        assertThat(first.ask("SPUBLISH {b}1 x"))
                .isEqualTo("(error) CLUSTERDOWN The cluster is down");
    }

    @Test
    void a_transaction_that_speaks_in_a_shard_may_do_so_on_a_replica() {
        replica.ask("MULTI");
        assertThat(replica.ask("SPUBLISH {b}1 x")).isEqualTo("QUEUED");
        assertThat(replica.ask("EXEC")).isEqualTo("1) (integer) 0");
    }
}
