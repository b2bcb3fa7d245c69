package hearsay.node.migration;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Nodes a millisecond apart: keys go from one to another, and what the client of MIGRATE is told.
@DisplayName("7. MIGRATE")
class MigrateTest {

    private static final String TO_TARGET = "MIGRATE 127.0.0.1 7002 ";

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Host source = network.host(7001);
    private final TestNetwork.Host target = network.host(7002);
    private final TestNetwork.Client mover = source.client();
    private final List<String> repeated = new ArrayList<>();

    @BeforeEach
    void hear_what_replicas_are_told() {
        source.server()
                .propagation()
                .add((db, command) -> {
                    var words = new ArrayList<String>();
                    for (int i = 0; i < command.count(); i++) words.add(command.text(i));
                    repeated.add(String.join(" ", words));
                });
    }

    @AfterEach
    void nothing_is_left_on_its_way() {
        network.pass(2000);
        assertThat(source.server().keyspaces().inFlight().isEmpty()).isTrue();
        assertThat(source.server().migrations().count()).isZero();
    }

    @Test
    @DisplayName("7: MIGRATE moves a key with its value and its time to live")
    void a_key_goes_with_its_value_and_its_time_to_live() {
        source.ask("SET color red PX 60000");
        repeated.clear();

        assertThat(migrate("color 0 1000")).isEqualTo("OK");

        assertThat(source.ask("EXISTS color")).isEqualTo("(integer) 0");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
        assertThat(target.ask("TTL color")).isEqualTo("(integer) 60");
        assertThat(repeated).containsExactly("DEL color");
    }

    @Test
    void who_has_nothing_to_move_is_told_so_and_nobody_is_asked() {
        assertThat(migrate("color 0 1000")).isEqualTo("NOKEY");
        assertThat(migrate("\"\" 0 1000 KEYS color shape")).isEqualTo("NOKEY");
        assertThat(target.server().statistics().connectionsReceived).isZero();
    }

    @Test
    @DisplayName("7: MIGRATE KEYS moves those that are there, each once")
    void of_several_keys_those_that_are_there_go_each_once() {
        source.ask("MSET a 1 b 2 c 3 d 4");
        repeated.clear();

        assertThat(migrate("\"\" 0 1000 KEYS a missing c a")).isEqualTo("OK");

        assertThat(source.ask("MGET a b c d")).isEqualTo(lines("(nil)", "\"2\"", "(nil)", "\"4\""));
        assertThat(target.ask("MGET a b c d")).isEqualTo(lines("\"1\"", "(nil)", "\"3\"", "(nil)"));
        assertThat(repeated).containsExactly("DEL a c");
    }

    @Test
    @DisplayName("7: MIGRATE COPY leaves the key here")
    void a_copy_stays_here() {
        source.ask("SET color red");
        repeated.clear();

        assertThat(migrate("color 0 1000 COPY")).isEqualTo("OK");

        assertThat(source.ask("GET color")).isEqualTo("\"red\"");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
        assertThat(repeated).isEmpty();
    }

    @Test
    void what_the_target_has_is_replaced_only_by_order() {
        source.ask("SET color red");
        target.ask("SET color blue");

        assertThat(migrate("color 0 1000"))
                .isEqualTo(
                        "(error) ERR Target instance replied with error: BUSYKEY Target key name"
                                + " already exists.");
        assertThat(source.ask("GET color")).isEqualTo("\"red\"");

        assertThat(migrate("color 0 1000 REPLACE")).isEqualTo("OK");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
        assertThat(source.ask("EXISTS color")).isEqualTo("(integer) 0");
    }

    @Test
    void what_the_target_refuses_stays_and_the_rest_goes() {
        source.ask("MSET a 1 b 2 c 3");
        target.ask("SET b other");
        repeated.clear();

        assertThat(migrate("\"\" 0 1000 KEYS a b c")).startsWith("(error) ERR Target instance");

        assertThat(source.ask("MGET a b c")).isEqualTo(lines("(nil)", "\"2\"", "(nil)"));
        assertThat(repeated).containsExactly("DEL a c");
    }

    @Test
    void mistakes_are_told_before_anything_is_done() {
        source.ask("SET color red");
        var syntax = "(error) ERR syntax error";
        assertThat(migrate("color 0 1000 PLEASE")).isEqualTo(syntax);
        assertThat(migrate("color 0 1000 AUTH")).isEqualTo(syntax);
        assertThat(migrate("color 0 1000 AUTH2 user")).isEqualTo(syntax);
        assertThat(migrate("color zero 1000"))
                .isEqualTo("(error) ERR value is not an integer or out of range");
        assertThat(migrate("color 0 soon"))
                .isEqualTo("(error) ERR value is not an integer or out of range");
        assertThat(migrate("color 0 1000 KEYS color"))
                .isEqualTo(
                        "(error) ERR When using MIGRATE KEYS option, the key argument must be set"
                                + " to the empty string");
        assertThat(source.ask("GET color")).isEqualTo("\"red\"");
    }

    @Test
    void a_password_is_told_to_the_target_every_time_and_to_nobody_else() {
        target.set("requirepass", "secret");
        source.ask("MSET a 1 b 2 c 3 d 4");
        var watcher = source.client();
        watcher.send("MONITOR");
        watcher.take();

        assertThat(migrate("a 0 1000"))
                .isEqualTo(
                        "(error) ERR Target instance replied with error: NOAUTH Authentication"
                                + " required.");
        assertThat(migrate("a 0 1000 AUTH wrong"))
                .isEqualTo(
                        "(error) ERR Target instance replied with error: WRONGPASS invalid"
                                + " username-password pair or user is disabled.");
        assertThat(source.ask("GET a")).isEqualTo("\"1\"");
        assertThat(migrate("a 0 1000 AUTH secret")).isEqualTo("OK");
        assertThat(migrate("b 0 1000 AUTH2 default secret")).isEqualTo("OK");
        assertThat(migrate("c 0 1000 AUTH wrong")).startsWith("(error) ERR Target instance");
        assertThat(source.ask("GET c")).isEqualTo("\"3\"");
        assertThat(watcher.take()).contains("(redacted)").doesNotContain("secret");
    }

    @Test
    void keys_go_to_the_database_that_is_named_or_nowhere() {
        source.ask("MSET a 1 b 2 c 3");
        assertThat(migrate("a 3 1000")).isEqualTo("OK");
        assertThat(migrate("b 99 1000"))
                .isEqualTo(
                        "(error) ERR Target instance replied with error: ERR DB index is out of"
                                + " range");
        assertThat(migrate("c 3 1000")).isEqualTo("OK");

        assertThat(target.ask("DBSIZE")).isEqualTo("(integer) 0");
        assertThat(source.ask("GET b")).isEqualTo("\"2\"");
        var there = target.client();
        there.ask("SELECT 3");
        assertThat(there.ask("MGET a b c")).isEqualTo(lines("\"1\"", "(nil)", "\"3\""));
    }

    @Test
    void where_nobody_listens_nothing_goes() {
        source.ask("SET color red");
        var refused = "(error) IOERR error or timeout writing to target instance";
        assertThat(ask("MIGRATE 127.0.0.1 7999 color 0 1000")).isEqualTo(refused);
        assertThat(ask("MIGRATE 127.0.0.1 nowhere color 0 1000")).isEqualTo(refused);
        assertThat(ask("MIGRATE 127.0.0.1 700000 color 0 1000")).isEqualTo(refused);
        assertThat(source.ask("GET color")).isEqualTo("\"red\"");
        assertThat(source.ask("INFO errorstats")).contains("errorstat_IOERR:count=3");
        assertThat(source.ask("INFO commandstats"))
                .contains("cmdstat_migrate:calls=3,")
                .contains("failed_calls=3");
    }

    @Test
    void who_does_not_answer_in_time_gets_nothing() {
        source.ask("SET color red");
        network.freeze(source, target);
        mover.send(TO_TARGET + "color 0 300");
        network.pass(200);
        assertThat(mover.take()).isEmpty();
        network.pass(300);
        assertThat(mover.take())
                .isEqualTo("(error) IOERR error or timeout connecting to the client");

        network.thaw(source, target);
        assertThat(migrate("color 0 300 COPY")).isEqualTo("OK");
        network.freeze(source, target);
        mover.send(TO_TARGET + "color 0 300 REPLACE");
        network.pass(500);
        assertThat(mover.take())
                .isEqualTo("(error) IOERR error or timeout writing to target instance");
        assertThat(source.ask("GET color")).isEqualTo("\"red\"");
    }

    @Test
    @DisplayName(
            "7: IOERR: if the answer is lost the key stays, and the next attempt may REPLACE it")
    void if_the_answer_is_lost_the_key_stays_and_the_next_attempt_may_replace_it() {
        source.ask("SET color red");
        migrate("color 0 300 COPY");
        target.ask("DEL color");
        mover.send(TO_TARGET + "color 0 300");
        network.pass(1);
        network.freeze(source, target);
        network.pass(500);
        assertThat(mover.take())
                .isEqualTo("(error) IOERR error or timeout reading to target instance");
        assertThat(source.ask("GET color")).isEqualTo("\"red\"");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
        network.thaw(source, target);
        assertThat(migrate("color 0 300")).contains("BUSYKEY");

        assertThat(migrate("color 0 300 REPLACE")).isEqualTo("OK");
        assertThat(source.ask("EXISTS color")).isEqualTo("(integer) 0");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
    }

    @Test
    void a_slow_link_is_not_too_late_while_something_comes_through() {
        source.ask("SET text " + "x".repeat(3000));
        source.ask("CONFIG SET rdbcompression no");
        network.travelInPieces(10);
        mover.send(TO_TARGET + "text 0 250");
        network.pass(290);
        assertThat(mover.take()).isEmpty();
        network.pass(300);
        assertThat(mover.take()).isEqualTo("OK");
        assertThat(target.ask("STRLEN text")).isEqualTo("(integer) 3000");
    }

    @Test
    void a_link_is_kept_for_ten_seconds() {
        source.ask("MSET a 1 b 2 c 3");
        migrate("a 0 1000");
        network.pass(9_000);
        assertThat(source.ask("INFO stats")).contains("migrate_cached_sockets:1");
        migrate("b 0 1000");
        assertThat(target.server().statistics().connectionsReceived).isEqualTo(1);
        network.pass(10_500);
        assertThat(target.server().sessions().all()).isEmpty();
        migrate("c 0 1000");
        assertThat(target.server().statistics().connectionsReceived).isEqualTo(2);
    }

    @Test
    void a_kept_link_that_is_cut_is_replaced_by_another() {
        source.ask("MSET a 1 b 2");
        migrate("a 0 1000");
        mover.send(TO_TARGET + "b 0 1000");
        network.cut(source, target);
        network.pass(20);
        assertThat(mover.take()).isEqualTo("OK");
        assertThat(target.ask("GET b")).isEqualTo("\"2\"");
        assertThat(source.ask("EXISTS b")).isEqualTo("(integer) 0");
    }

    @Test
    void many_clients_move_keys_at_once() {
        var movers = new ArrayList<TestNetwork.Client>();
        for (int i = 0; i < 20; i++) {
            source.ask("SET key" + i + " " + i);
            var client = source.client();
            client.send(TO_TARGET + "key" + i + " 0 1000");
            client.send("PING");
            movers.add(client);
        }
        assertThat(source.server().migrations().count()).isEqualTo(20);
        network.pass(20);
        for (var client : movers) assertThat(client.take()).isEqualTo("OK\nPONG");
        assertThat(source.ask("DBSIZE")).isEqualTo("(integer) 0");
        assertThat(target.ask("DBSIZE")).isEqualTo("(integer) 20");
        assertThat(source.server().migrations().idleLinks()).isEqualTo(20);
    }

    @Test
    void a_client_that_leaves_does_not_keep_its_keys_from_going() {
        source.ask("SET color red");
        mover.send(TO_TARGET + "color 0 1000");
        source.ask("CLIENT KILL TYPE normal SKIPME yes");
        network.pass(20);
        assertThat(source.ask("EXISTS color")).isEqualTo("(integer) 0");
        assertThat(target.ask("GET color")).isEqualTo("\"red\"");
    }

    @Test
    void a_client_that_wants_no_reply_gets_none() {
        source.ask("SET color red");
        mover.send("CLIENT REPLY SKIP");
        mover.send(TO_TARGET + "color 0 1000");
        network.pass(20);
        mover.send("PING");
        assertThat(mover.take()).isEqualTo("PONG");
    }

    @Test
    void in_a_transaction_keys_cannot_leave() {
        source.ask("SET color red");
        mover.ask("MULTI");
        mover.ask(TO_TARGET + "color 0 1000");
        assertThat(mover.ask("EXEC")).contains("MIGRATE inside a transaction");
        assertThat(source.ask("GET color")).isEqualTo("\"red\"");
    }

    @Test
    void a_node_that_loses_its_master_role_meanwhile_deletes_nothing() {
        source.ask("SET color red");
        network.host(7003);
        mover.send(TO_TARGET + "color 0 1000");
        source.server().replication().replicateFrom("127.0.0.1", 7099);
        network.pass(20);
        assertThat(mover.take())
                .isEqualTo(
                        "(error) UNBLOCKED force unblock from blocking operation, instance state"
                                + " changed (master -> replica?)");
        assertThat(source.ask("GET color")).isEqualTo("\"red\"");
    }

    private String migrate(String rest) {
        return ask(TO_TARGET + rest);
    }

    private String ask(String line) {
        mover.send(line);
        network.pass(20);
        return mover.take();
    }

    private static String lines(String... items) {
        var text = new ArrayList<String>();
        for (int i = 0; i < items.length; i++) text.add((i + 1) + ") " + items[i]);
        return String.join("\n", text);
    }
}
