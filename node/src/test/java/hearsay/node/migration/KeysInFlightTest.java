package hearsay.node.migration;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What everybody sees of keys that are on their way to another node: that they are in one place.
@DisplayName("7. Keys on their way to another node")
class KeysInFlightTest {

    private static final String TO_TARGET = "MIGRATE 127.0.0.1 7002 ";

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Host source = network.host(7001);
    private final TestNetwork.Host target = network.host(7002);
    private final TestNetwork.Client mover = source.client();

    @Test
    void a_command_for_a_key_on_its_way_waits_with_all_behind_it_and_others_do_not() {
        source.ask("MSET color red shape round");
        mover.send(TO_TARGET + "color 0 1000");
        var reader = source.client();
        reader.send("GET color");
        reader.send("SET color blue");
        reader.send("PING");
        assertThat(reader.take()).isEmpty();
        assertThat(source.ask("GET shape")).isEqualTo("\"round\"");

        network.pass(20);

        assertThat(mover.take()).isEqualTo("OK");
        assertThat(reader.take()).isEqualTo("(nil)\nOK\nPONG");
        assertThat(source.ask("GET color")).isEqualTo("\"blue\"");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
    }

    @Test
    void who_came_first_is_served_first() {
        source.ask("RPUSH list a");
        mover.send(TO_TARGET + "list 0 1000");
        var clients = new ArrayList<TestNetwork.Client>();
        for (int i = 0; i < 5; i++) {
            clients.add(source.client());
            clients.get(i).send("RPUSH list " + i);
        }
        network.pass(20);
        for (int i = 0; i < 5; i++) {
            assertThat(clients.get(i).take()).isEqualTo("(integer) " + (i + 1));
        }
        assertThat(source.ask("LRANGE list 0 -1")).startsWith("1) \"0\"\n2) \"1\"");
    }

    @Test
    void the_same_key_is_moved_once_and_the_second_who_asks_finds_nothing() {
        source.ask("SET color red");
        var second = source.client();
        mover.send(TO_TARGET + "color 0 1000");
        second.send(TO_TARGET + "color 0 1000");
        network.pass(30);
        assertThat(mover.take()).isEqualTo("OK");
        assertThat(second.take()).isEqualTo("NOKEY");
    }

    @Test
    void who_moves_a_key_again_and_again_lets_others_have_it_in_between() {
        source.ask("SET color red");
        for (int i = 0; i < 5; i++) mover.send(TO_TARGET + "color 0 1000 COPY REPLACE");
        var writer = source.client();
        writer.send("APPEND color dish");
        network.pass(8);
        assertThat(writer.take()).isEqualTo("(integer) 7");
        assertThat(mover.take().lines().count()).isLessThan(5);
        network.pass(50);
        assertThat(target.ask("GET color")).isEqualTo("\"reddish\"");
    }

    @Test
    void when_the_key_could_not_go_those_who_waited_find_it() {
        source.ask("SET color red");
        network.freeze(source, target);
        mover.send(TO_TARGET + "color 0 300");
        var writer = source.client();
        writer.send("APPEND color dish");
        network.pass(100);
        assertThat(writer.take()).isEmpty();
        network.pass(400);
        assertThat(writer.take()).isEqualTo("(integer) 7");
    }

    @Test
    void one_may_look_which_keys_there_are() {
        source.ask("SET color red");
        mover.send(TO_TARGET + "color 0 1000");
        assertThat(source.ask("KEYS *")).isEqualTo("1) \"color\"");
        assertThat(source.ask("SCAN 0")).contains("\"color\"");
        assertThat(source.ask("DBSIZE")).isEqualTo("(integer) 1");
    }

    @Test
    void what_changes_all_keys_waits_until_none_is_on_its_way_and_no_other_leaves_before() {
        source.ask("MSET a 1 b 2 c 3");
        mover.send(TO_TARGET + "a 0 1000");
        var flusher = source.client();
        flusher.send("FLUSHALL");
        var late = source.client();
        late.send(TO_TARGET + "b 0 1000");
        assertThat(flusher.take() + late.take()).isEmpty();
        assertThat(source.ask("GET c")).isEqualTo("\"3\"");

        network.pass(20);

        assertThat(flusher.take()).isEqualTo("OK");
        assertThat(late.take()).isEqualTo("NOKEY");
        assertThat(target.ask("KEYS *")).isEqualTo("1) \"a\"");
        for (var command : List.of("FLUSHDB", "SWAPDB 0 1", "FLUSHALL ASYNC")) {
            source.ask("SET d 4");
            mover.take();
            mover.send(TO_TARGET + "d 0 1000 REPLACE");
            flusher.send(command);
            assertThat(flusher.take()).as(command).isEmpty();
            network.pass(20);
            assertThat(flusher.take()).as(command).isEqualTo("OK");
            assertThat(mover.take()).as(command).isEqualTo("OK");
        }
    }

    @Test
    void a_node_ends_when_its_keys_have_arrived() {
        var ended = new ArrayList<String>();
        source.server().shutdown().whenReady(() -> ended.add(target.ask("EXISTS color")));
        source.ask("SET color red");
        mover.send(TO_TARGET + "color 0 1000");
        source.client().send("SHUTDOWN");
        assertThat(ended).isEmpty();
        network.pass(200);
        assertThat(ended).containsExactly("(integer) 1");
        assertThat(source.ask("DBSIZE")).isEqualTo("(integer) 0");
    }

    @Test
    void a_transaction_waits_for_all_its_keys() {
        source.ask("MSET color red shape round");
        mover.send(TO_TARGET + "color 0 1000");
        var client = source.client();
        assertThat(client.ask("MULTI")).isEqualTo("OK");
        assertThat(client.ask("SET shape square")).isEqualTo("QUEUED");
        assertThat(client.ask("EXISTS color")).isEqualTo("QUEUED");
        assertThat(client.ask("EXEC")).isEmpty();
        assertThat(source.ask("GET shape")).isEqualTo("\"round\"");
        network.pass(20);
        assertThat(client.take()).isEqualTo("1) OK\n2) (integer) 0");
    }

    @Test
    void a_transaction_that_watched_a_key_that_left_does_nothing() {
        source.ask("SET color red");
        var client = source.client();
        client.ask("WATCH color");
        client.ask("MULTI");
        client.ask("SET shape round");
        mover.send(TO_TARGET + "color 0 1000");
        network.pass(20);
        assertThat(client.ask("EXEC")).isEqualTo("(nil)");
    }

    @Test
    void who_waits_for_a_list_is_not_served_while_another_of_his_lists_is_on_its_way() {
        source.ask("RPUSH b 1");
        mover.send(TO_TARGET + "b 0 2000");
        network.freeze(source, target);
        var waiter = source.client();
        waiter.send("BLPOP a b 1");
        assertThat(source.ask("RPUSH a 2")).isEqualTo("(integer) 1");
        assertThat(waiter.take()).isEmpty();
        network.thaw(source, target);
        network.pass(50);
        assertThat(waiter.take()).isEqualTo("1) \"a\"\n2) \"2\"");
    }

    @Test
    void who_was_blocked_before_a_key_left_waits_no_longer_than_he_wanted_to() {
        var waiter = source.client();
        waiter.send("BLPOP a b 1");
        source.ask("SET b text");
        network.pass(500);
        mover.send(TO_TARGET + "b 0 1500");
        network.freeze(source, target);
        source.ask("RPUSH a 1");
        source.ask("DEL a");
        network.pass(700);
        assertThat(waiter.take()).isEmpty();
        network.thaw(source, target);
        network.pass(150);
        assertThat(mover.take()).isEqualTo("OK");
        assertThat(waiter.take()).isEqualTo("(nil)");
    }

    @Test
    void a_key_on_its_way_does_not_expire_and_does_so_afterwards() {
        source.ask("SET color red PX 100");
        network.freeze(source, target);
        mover.send(TO_TARGET + "color 0 1000");
        network.pass(500);
        assertThat(source.ask("DBSIZE")).isEqualTo("(integer) 1");
        assertThat(source.server().keyspaces().expiredKeys()).isZero();
        var reader = source.client();
        reader.send("GET color");
        network.pass(1000);
        assertThat(reader.take()).isEqualTo("(nil)");
        assertThat(source.server().keyspaces().expiredKeys()).isEqualTo(1);
    }

    @Test
    void a_key_on_its_way_is_not_evicted() {
        for (var policy : List.of("allkeys-random", "allkeys-lru", "volatile-ttl")) {
            source.ask("FLUSHALL");
            source.ask("CONFIG SET maxmemory 0 maxmemory-policy " + policy);
            source.ask("SET color red EX 1000");
            network.freeze(source, target);
            mover.send(TO_TARGET + "color 0 1000");
            source.ask("SET shape round EX 2000");
            source.ask("CONFIG SET maxmemory 1");
            network.pass(200);
            assertThat(source.ask("KEYS *")).as(policy).isEqualTo("1) \"color\"");
            network.pass(1000);
            assertThat(source.ask("DBSIZE")).as(policy).isEqualTo("(integer) 0");
            network.thaw(source, target);
        }
    }

    @Test
    void sort_waits_for_keys_that_its_patterns_may_find() {
        source.ask("MSET weight_1 2 weight_2 1");
        source.ask("RPUSH list 1 2");
        mover.send(TO_TARGET + "weight_1 0 1000");
        var client = source.client();
        assertThat(client.ask("SORT list")).startsWith("1) \"1\"");
        assertThat(client.ask("SORT list BY weight_*")).isEmpty();
        network.pass(20);
        assertThat(client.take()).startsWith("1) \"1\"");
    }

    @Test
    void a_tracking_client_is_told_that_the_key_is_gone() {
        source.ask("SET color red");
        var client = source.client();
        client.ask("HELLO 3");
        client.ask("CLIENT TRACKING ON");
        client.ask("GET color");
        mover.send(TO_TARGET + "color 0 1000");
        network.pass(20);
        assertThat(client.take()).contains("invalidate", "color");
    }

    /// At every moment of an undisturbed move, somebody asks both nodes.
    @Test
    void nobody_ever_finds_the_key_at_both_nodes_or_at_none() {
        source.ask("SET color red");
        network.travelInPieces(9);
        mover.send(TO_TARGET + "color 0 1000");
        var here = new ArrayList<TestNetwork.Client>();
        for (int millis = 0; millis < 40; millis++) {
            var client = source.client();
            client.send("GET color");
            here.add(client);
            network.pass(1);
            if (target.ask("EXISTS color").equals("(integer) 1")) {
                for (var one : here) {
                    var answer = one.take();
                    assertThat(answer).isNotEqualTo("\"red\"");
                }
            } else {
                assertThat(source.ask("DBSIZE")).isEqualTo("(integer) 1");
            }
        }
        assertThat(mover.take()).isEqualTo("OK");
        assertThat(source.ask("EXISTS color")).isEqualTo("(integer) 0");
        assertThat(target.ask("EXISTS color")).isEqualTo("(integer) 1");
    }
}
