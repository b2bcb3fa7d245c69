package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import hearsay.node.server.Blocked;
import hearsay.node.server.Shutdown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerCommandsTest {

    @Test
    void flushing_empties_one_database_or_all_of_them() {
        conversation(
                """
                > SET a 1
                OK
                > SELECT 3
                OK
                > SET b 2
                OK
                > DBSIZE
                (integer) 1
                > FLUSHDB ASYNC
                OK
                > DBSIZE
                (integer) 0
                > SELECT 0
                OK
                > DBSIZE
                (integer) 1
                > FLUSHALL sync
                OK
                > DBSIZE
                (integer) 0
                > FLUSHALL now
                (error) ERR syntax error
                > FLUSHDB ASYNC SYNC
                (error) ERR syntax error
                """);
    }

    @Test
    void flushing_counts_as_so_many_changes() {
        var node = new TestNode();
        var talk = new Conversation(node);
        talk.hold(
                """
                > SET a 1
                OK
                > SET b 1
                OK
                > FLUSHALL
                OK
                """);
        assertThat(node.server().dirty()).isEqualTo(4);
    }

    @Test
    void swapped_databases_change_their_content_under_everybody_who_has_selected_them() {
        conversation(
                """
                > SET who zero
                OK
                B> SELECT 1
                OK
                B> SET who one
                OK
                > SWAPDB 0 1
                OK
                > GET who
                "one"
                B> GET who
                "zero"
                > SWAPDB 0 16
                (error) ERR DB index is out of range
                > SWAPDB x 1
                (error) ERR invalid first DB index
                > SWAPDB 1 x
                (error) ERR invalid second DB index
                """);
    }

    @Test
    void there_is_nothing_to_swap_in_a_cluster() {
        new Conversation(new TestNode("--cluster-enabled", "yes"))
                .hold(
                        """
                        > SWAPDB 0 0
                        (error) ERR SWAPDB is not allowed in cluster mode
                        """);
    }

    @Test
    void time_is_seconds_and_microseconds() {
        conversation(
                """
                > TIME
                1) "1700000000"
                2) "0"
                ... 1500 ms pass
                > TIME
                1) "1700000001"
                2) "500000"
                """);
    }

    @Test
    void shutdown_takes_only_options_that_agree_with_each_other() {
        conversation(
                """
                > SHUTDOWN SAVE NOSAVE
                (error) ERR syntax error
                > SHUTDOWN ABORT NOW
                (error) ERR syntax error
                > SHUTDOWN LATER
                (error) ERR syntax error
                > SHUTDOWN ABORT
                (error) ERR No shutdown in progress.
                """);
    }

    @Test
    void a_node_without_replicas_ends_at_once_and_says_nothing_to_who_asked() {
        var node = new TestNode();
        var ends = stops(node);
        var client = node.connect();
        client.request("SHUTDOWN", "NOSAVE");
        assertThat(ends).hasSize(1);
        assertThat(client.take()).isEmpty();
        assertThat(node.log())
                .containsExactly(
                        "User requested shutdown...", "Redis is now ready to exit, bye bye...");
    }

    @Test
    void a_save_that_fails_keeps_the_node_alive_unless_forced() {
        var node = new TestNode();
        var ends = stops(node);
        new Conversation(node)
                .hold(
                        """
                        > SHUTDOWN SAVE
                        (error) ERR Errors trying to SHUTDOWN. Check logs.
                        > PING
                        PONG
                        > SHUTDOWN SAVE FORCE
                        """);
        assertThat(ends).hasSize(1);
    }

    @Test
    void a_node_waits_for_its_replicas_and_nobody_writes_meanwhile() {
        var node = new TestNode("--shutdown-timeout", "2");
        var ends = stops(node);
        var replicas = new LateReplicas();
        node.server().shutdown().replicas(replicas);
        new Conversation(node)
                .hold(
                        """
                        > SHUTDOWN
                        B> GET color
                        (nil)
                        B> SET color red
                        ... 1000 ms pass
                        C> SHUTDOWN ABORT
                        OK
                        A< (error) ERR Errors trying to SHUTDOWN. Check logs.
                        B< OK
                        C> GET color
                        "red"
                        """);
        assertThat(ends).isEmpty();
        assertThat(replicas.asked).isEqualTo(1);
    }

    @Test
    void who_asked_for_an_end_that_was_aborted_hears_of_it() {
        var node = new TestNode();
        stops(node);
        node.server().shutdown().replicas(new LateReplicas());
        var first = node.connect();
        first.request("SHUTDOWN");
        assertThat(first.session().blocked()).isInstanceOf(Blocked.OnShutdown.class);
        node.connect().request("SHUTDOWN", "ABORT");
        assertThat(new String(first.take(), StandardCharsets.UTF_8))
                .isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.\r\n");
        first.request("PING");
        assertThat(new String(first.take(), StandardCharsets.UTF_8)).isEqualTo("+PONG\r\n");
    }

    @Test
    void the_waiting_ends_with_the_timeout_or_when_all_have_caught_up() {
        var impatient = new TestNode("--shutdown-timeout", "2");
        var ends = stops(impatient);
        impatient.server().shutdown().replicas(new LateReplicas());
        impatient.connect().request("SHUTDOWN");
        impatient.pass(1900);
        assertThat(ends).isEmpty();
        impatient.pass(200);
        assertThat(ends).hasSize(1);

        var patient = new TestNode();
        var end = stops(patient);
        var replicas = new LateReplicas();
        patient.server().shutdown().replicas(replicas);
        patient.connect().request("SHUTDOWN");
        patient.pass(500);
        replicas.inSync = true;
        patient.pass(100);
        assertThat(end).hasSize(1);
    }

    @Test
    void lolwut_ends_with_the_version() {
        conversation(
                """
                > LOLWUT
                "Redis ver. 7.2.6\\n"
                > LOLWUT VERSION x
                (error) ERR value is not an integer or out of range
                """);
        for (var version : List.of("5", "6")) {
            var client = new TestNode().connect();
            client.request("LOLWUT", "VERSION", version, "20", "4", "3");
            var picture = new String(client.take(), StandardCharsets.UTF_8);
            assertThat(picture).endsWith("Redis ver. 7.2.6\n\r\n");
            assertThat(picture.lines().count()).isGreaterThan(4);
        }
    }

    private static List<Long> stops(TestNode node) {
        var ends = new ArrayList<Long>();
        node.server().shutdown().whenReady(() -> ends.add(node.nowMillis()));
        return ends;
    }

    private static final class LateReplicas implements Shutdown.Replicas {

        private boolean inSync;
        private int asked;

        @Override
        public boolean areInSync() {
            return inSync;
        }

        @Override
        public void askForAcknowledgement() {
            asked++;
        }
    }
}
