package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RealRedis;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CommandCommandsTest {

    @Test
    void a_command_is_told_with_all_that_clients_must_know_of_it() {
        Conversation.conversation(
                """
                > COMMAND INFO get nosuch
                1)  1) "get"
                    2) (integer) 2
                    3) 1) readonly
                       2) fast
                    4) (integer) 1
                    5) (integer) 1
                    6) (integer) 1
                    7) 1) @read
                       2) @string
                       3) @fast
                    8) (empty array)
                    9) 1) 1) "flags"
                          2) 1) RO
                             2) access
                          3) "begin_search"
                          4) 1) "type"
                             2) "index"
                             3) "spec"
                             4) 1) "index"
                                2) (integer) 1
                          5) "find_keys"
                          6) 1) "type"
                             2) "range"
                             3) "spec"
                             4) 1) "lastkey"
                                2) (integer) 0
                                3) "keystep"
                                4) (integer) 1
                                5) "limit"
                                6) (integer) 0
                   10) (empty array)
                2) (nil)
                """);
    }

    @Test
    void subcommands_are_commands_with_a_bar_in_their_name() {
        Conversation.conversation(
                """
                > COMMAND LIST FILTERBY PATTERN config|*
                1) "config|get"
                2) "config|help"
                3) "config|resetstat"
                4) "config|rewrite"
                5) "config|set"
                > COMMAND LIST FILTERBY MODULE json
                (empty array)
                > COMMAND LIST FILTERBY ACLCAT nonsense
                (empty array)
                > COMMAND LIST FILTERBY
                (error) ERR syntax error
                > COMMAND LIST FILTERBY COLOR red
                (error) ERR syntax error
                > COMMAND INFO config|nothing
                1) (nil)
                > COMMAND NOTHING
                (error) ERR unknown subcommand 'NOTHING'. Try COMMAND HELP.
                """);
    }

    @Test
    void keys_are_found_in_a_request_with_what_is_done_to_them() {
        Conversation.conversation(
                """
                > COMMAND GETKEYS SET color red
                1) "color"
                > COMMAND GETKEYSANDFLAGS SET color red
                1) 1) "color"
                   2) 1) OW
                      2) update
                > COMMAND GETKEYSANDFLAGS SET color red GET
                1) 1) "color"
                   2) 1) RW
                      2) access
                      3) update
                > COMMAND GETKEYS PING
                (error) ERR The command has no key arguments
                > COMMAND GETKEYS GET
                (error) ERR Invalid number of arguments specified for command
                > COMMAND GETKEYS NOSUCH a
                (error) ERR Invalid command specified
                """);
    }

    @Test
    @DisplayName("58: COMMAND DOCS says what a command is for")
    void docs_say_what_a_command_is_for() {
        Conversation.conversation(
                """
                > COMMAND DOCS get nosuch
                1) "get"
                2)  1) "summary"
                    2) "Tells the string of a key."
                    3) "since"
                    4) "1.0.0"
                    5) "group"
                    6) "string"
                    7) "complexity"
                    8) "O(1)"
                    9) "arguments"
                   10) 1) 1) "name"
                          2) "key"
                          3) "type"
                          4) "key"
                          5) "display_text"
                          6) "key"
                          7) "key_spec_index"
                          8) (integer) 0
                """);
    }

    @Test
    void in_resp3_sets_and_maps_are_sets_and_maps() {
        var client = new TestNode().connect();
        client.session().replies().protocol(3);
        client.request("COMMAND", "INFO", "dbsize");
        assertThat(new String(client.take(), StandardCharsets.US_ASCII))
                .isEqualTo(
                        """
                        *1
                        *10
                        $6
                        dbsize
                        :1
                        ~2
                        +readonly
                        +fast
                        :0
                        :0
                        :0
                        ~3
                        +@keyspace
                        +@read
                        +@fast
                        ~2
                        $25
                        request_policy:all_shards
                        $23
                        response_policy:agg_sum
                        ~0
                        ~0
                        """
                                .replace("\n", "\r\n"));
        client.request("COMMAND", "DOCS", "time");
        assertThat(new String(client.take(), StandardCharsets.US_ASCII))
                .startsWith("%1\r\n$4\r\ntime\r\n%4\r\n");
    }

    @Test
    void every_command_of_the_table_has_a_line_in_the_docs() {
        var undocumented = new ArrayList<String>();
        for (var command : allCommands()) {
            if (CommandDocs.of(command).summary().isEmpty()) undocumented.add(command.fullName());
        }
        assertThat(undocumented).isEmpty();
    }

    @Test
    void count_is_the_number_of_commands_that_command_lists() {
        int count = new CommandTable().all().size();
        var client = new TestNode().connect();
        client.request("COMMAND", "COUNT");
        assertThat(RespText.of(client.take())).isEqualTo("(integer) " + count + "\n");
        client.request("COMMAND");
        assertThat(new String(client.take(), StandardCharsets.UTF_8)).startsWith("*" + count);
    }

    @Test
    @DisplayName("58: COMMAND GETKEYS answers as a real Redis does")
    void getkeys_answers_as_a_real_redis_does() {
        try (var real = RealRedis.startOrSkip()) {
            var client = new TestNode().connect();
            for (var request : REQUESTS) {
                for (var question : List.of("GETKEYS", "GETKEYSANDFLAGS")) {
                    var words = ("COMMAND " + question + " " + request).split(" ");
                    client.request(words);
                    var theirs = real.raw(words).getBytes(StandardCharsets.ISO_8859_1);
                    assertThat(RespText.of(client.take()))
                            .describedAs(request)
                            .isEqualTo(RespText.of(theirs));
                }
            }
        }
    }

    /// Of at least two words: Redis 7.0 still refused shorter ones.
    private static final List<String> REQUESTS =
            List.of(
                    "GET a",
                    "SET a b",
                    "SET a b GET",
                    "SET a b EX 10 get",
                    "INCR a",
                    "PING a",
                    "CONFIG GET a",
                    "CONFIG NOTHING",
                    "WATCH a b c",
                    "nosuch a");

    static List<Command> allCommands() {
        var all = new ArrayList<Command>();
        for (var command : new CommandTable().all()) {
            all.add(command);
            all.addAll(command.subcommands());
        }
        return all;
    }
}
