package hearsay.client.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.client.connection.ReplyParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotMapTest {

    private static final Endpoint ASKED = new Endpoint("10.0.0.9", 7009);
    private static final String TWO_MASTERS =
            """
            *3
            *4
            :0
            :99
            *4
            $8
            10.0.0.1
            :7000
            $1
            a
            *0
            *4
            $8
            10.0.0.2
            :7001
            $1
            b
            *0
            *3
            :100
            :100
            *3
            $0

            :7002
            $1
            c
            *3
            :16383
            :16383
            *3
            $8
            10.0.0.1
            :7000
            $1
            a
            """;

    @Test
    void each_slot_has_the_master_that_cluster_slots_tells() {
        var map = SlotMap.parse(reply(TWO_MASTERS), ASKED);
        var first = new Endpoint("10.0.0.1", 7000);
        assertThat(map.master(0)).isEqualTo(first);
        assertThat(map.master(99)).isEqualTo(first);
        assertThat(map.master(101)).isNull();
        assertThat(map.master(16383)).isEqualTo(first);
        assertThat(map.replicas(50)).containsExactly(new Endpoint("10.0.0.2", 7001));
        assertThat(map.size()).isEqualTo(102);
    }

    @Test
    void a_node_that_does_not_know_its_own_host_is_where_it_was_asked() {
        var map = SlotMap.parse(reply(TWO_MASTERS), ASKED);
        assertThat(map.master(100)).isEqualTo(new Endpoint("10.0.0.9", 7002));
        var nil = TWO_MASTERS.replace("$0\n\n", "$-1\n");
        assertThat(SlotMap.parse(reply(nil), ASKED).master(100))
                .isEqualTo(new Endpoint("10.0.0.9", 7002));
    }

    @Test
    void a_master_whose_host_name_is_unknown_is_no_master() {
        var unknown = TWO_MASTERS.replace("$0\n\n", "$1\n?\n");
        assertThat(SlotMap.parse(reply(unknown), ASKED).master(100)).isNull();
    }

    @Test
    void what_moved_tells_is_put_into_a_new_map() {
        var map = SlotMap.parse(reply(TWO_MASTERS), ASKED);
        var there = new Endpoint("10.0.0.3", 7003);
        var moved = map.with(5, there);
        assertThat(moved.master(5)).isEqualTo(there);
        assertThat(moved.master(6)).isEqualTo(map.master(6));
        assertThat(map.master(5)).isEqualTo(new Endpoint("10.0.0.1", 7000));
        assertThat(moved.with(5, there)).isSameAs(moved);
        assertThat(moved.masters()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ERR This instance has cluster support disabled\n",
                ":1\n",
                "*1\n:1\n",
                "*1\n*1\n:0\n",
                "*1\n*3\n:5\n:4\n*2\n$1\na\n:1\n",
                "*1\n*3\n:0\n:16384\n*2\n$1\na\n:1\n",
                "*1\n*3\n:0\n:1\n*1\n$1\na\n",
                "*1\n*3\n:0\n:1\n*2\n$1\na\n:0\n"
            })
    void whatever_else_a_node_says_is_refused(String other) {
        assertThatThrownBy(() -> SlotMap.parse(reply(other), ASKED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Reply reply(String lines) {
        var replies = new ArrayList<Reply>();
        var bytes = lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        new ReplyParser().feed(bytes, 0, bytes.length, replies::add);
        return replies.getFirst();
    }
}
