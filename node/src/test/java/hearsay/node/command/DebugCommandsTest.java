package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RealRedis;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebugCommandsTest {

    @Test
    void debug_must_be_allowed_by_the_settings() {
        Conversation.conversation(
                """
                > DEBUG SLEEP 0
                (error) ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.
                """);
        new Conversation(new TestNode("--enable-debug-command", "local"))
                .hold(
                        """
                        > DEBUG SLEEP 0
                        OK
                        """);
    }

    @Test
    void a_sleeping_node_stands_still() {
        var node = debuggable();
        long before = node.nowMillis();
        new Conversation(node)
                .hold(
                        """
                        > DEBUG SLEEP 0.25
                        OK
                        > DEBUG SLEEP
                        (error) ERR unknown subcommand or wrong number of arguments for 'SLEEP'. Try DEBUG HELP.
                        """);
        assertThat(node.nowMillis() - before).isEqualTo(250);
    }

    @Test
    void what_time_passes_in_a_sleep_is_over_for_the_next_command() {
        new Conversation(debuggable())
                .hold(
                        """
                        > DEBUG SLEEP 2
                        OK
                        > TIME
                        1) "1700000002"
                        2) "0"
                        """);
    }

    @Test
    void what_does_not_exist_here_is_said_to_be_missing() {
        new Conversation(debuggable())
                .hold(
                        """
                        > DEBUG JMAP
                        (error) ERR unknown subcommand or wrong number of arguments for 'JMAP'. Try DEBUG HELP.
                        > DEBUG SEGFAULT
                        (error) ERR DEBUG SEGFAULT is not available on this node
                        > DEBUG PANIC
                        (error) ERR DEBUG PANIC is not available on this node
                        """);
    }

    @Test
    void reloaded_data_is_the_same_but_for_what_is_over() {
        new Conversation(debuggable())
                .hold(
                        """
                        > SET k v PX 1000
                        OK
                        > SET gone soon PX 100
                        OK
                        > SELECT 5
                        OK
                        > SET n 12
                        OK
                        ... 300 ms pass
                        > DEBUG RELOAD
                        OK
                        > KEYS *
                        1) "n"
                        > OBJECT ENCODING n
                        "int"
                        > SELECT 0
                        OK
                        > KEYS *
                        1) "k"
                        > PTTL k
                        (integer) 700
                        > DEBUG RELOAD NOSAVE
                        (error) ERR This node has no file to reload: DEBUG RELOAD takes no options.
                        > DEBUG RELOAD NOW
                        (error) ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.
                        """);
    }

    @Test
    void other_parts_of_the_node_bring_their_own_subcommands() {
        var node = debuggable();
        var heard = new ArrayList<List<String>>();
        node.server().debugHooks().on("RESTART", heard::add);
        new Conversation(node)
                .hold(
                        """
                        > debug restart 100
                        OK
                        """);
        assertThat(heard).containsExactly(List.of("100"));
    }

    @Test
    void an_empty_dataset_has_a_digest_of_zeros() {
        new Conversation(debuggable())
                .hold(
                        """
                        > DEBUG DIGEST
                        0000000000000000000000000000000000000000
                        > DEBUG DIGEST-VALUE nothing
                        1) 0000000000000000000000000000000000000000
                        > DEBUG OBJECT nothing
                        (error) ERR no such key
                        """);
    }

    @Test
    void populate_makes_keys_and_leaves_those_that_are_there() {
        new Conversation(debuggable())
                .hold(
                        """
                        > SET key:1 mine
                        OK
                        > DEBUG POPULATE 3
                        OK
                        > DBSIZE
                        (integer) 3
                        > GET key:0
                        "value:0"
                        > GET key:1
                        "mine"
                        > DEBUG POPULATE 1 big 10
                        OK
                        > GET big:0
                        "value:0\\x00\\x00\\x00"
                        > DEBUG POPULATE -1
                        (error) ERR value is out of range, must be positive
                        """);
    }

    @Test
    void keys_do_not_vanish_by_themselves_when_that_is_switched_off() {
        var node = debuggable();
        new Conversation(node)
                .hold(
                        """
                        > DEBUG SET-ACTIVE-EXPIRE 0
                        OK
                        > SET short lived PX 100
                        OK
                        """);
        var db = node.server().keyspaces().get(0);
        node.pass(1000);
        assertThat(db.size()).isEqualTo(1);
        node.server().activeExpiry().enabled(true);
        node.pass(100);
        assertThat(db.size()).isZero();
    }

    @Test
    void an_object_is_told_with_its_encoding_and_size() {
        new Conversation(debuggable())
                .hold(
                        """
                        > SET number 12345
                        OK
                        > SET word hello
                        OK
                        ... 3000 ms pass
                        > DEBUG OBJECT number
                        Value at:0x0 refcount:1 encoding:int serializedlength:3 lru:5501184 lru_seconds_idle:3
                        > DEBUG OBJECT word
                        Value at:0x0 refcount:1 encoding:embstr serializedlength:6 lru:5501184 lru_seconds_idle:3
                        """);
    }

    @Test
    void the_digest_is_the_one_that_a_real_redis_has_for_the_same_data() {
        try (var real = RealRedis.startOrSkip("--enable-debug-command", "yes")) {
            var client = debuggable().connect();
            for (var words : DATA) {
                client.request(words);
                real.ask(words);
                client.take();
                for (var question : QUESTIONS) {
                    client.request(question);
                    assertThat(new String(client.take(), StandardCharsets.ISO_8859_1))
                            .describedAs("%s after %s", List.of(question), List.of(words))
                            .isEqualTo(real.raw(question));
                }
            }
        }
    }

    @Test
    void replies_of_every_type_are_those_of_a_real_redis() {
        try (var real = RealRedis.startOrSkip("--enable-debug-command", "yes")) {
            var client = debuggable().connect();
            for (var type : TYPES) {
                client.request("DEBUG", "PROTOCOL", type);
                var ours = client.take();
                assertThat(RespText.of(ours))
                        .isEqualTo(
                                RespText.of(
                                        real.raw("DEBUG", "PROTOCOL", type)
                                                .getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
    }

    private static final List<String> TYPES =
            List.of(
                    "string",
                    "integer",
                    "double",
                    "bignum",
                    "null",
                    "array",
                    "set",
                    "map",
                    "attrib",
                    "push",
                    "verbatim",
                    "true",
                    "false",
                    "nonsense");

    private static final String[][] DATA = {
        {"SET", "a", "1"},
        {"SET", "b", "hello"},
        {"SET", "a", "99999999999"},
        {"SET", "", "empty name"},
        {"SET", "empty value", ""},
        {"SET", "long", "x".repeat(1000)},
        {"INCR", "a"},
        {"SELECT", "5"},
        {"SET", "b", "hello"},
        {"SWAPDB", "0", "1"},
        {"SELECT", "1"},
        {"SET", "b", "other"},
        {"FLUSHDB"},
    };

    private static final String[][] QUESTIONS = {
        {"DEBUG", "DIGEST"},
        {"DEBUG", "DIGEST-VALUE", "a", "b", "long", "nothing"},
        {"DBSIZE"},
    };

    private static TestNode debuggable() {
        return new TestNode("--enable-debug-command", "yes");
    }
}
