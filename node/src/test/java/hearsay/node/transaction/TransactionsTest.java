package hearsay.node.transaction;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import hearsay.node.resp.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private final TestNode node = new TestNode();
    private final Conversation talk = new Conversation(node);

    @Test
    void exec_answers_for_every_queued_command_and_takes_nothing_back() {
        twinConversation(
                """
                > MULTI
                OK
                > SET color red
                QUEUED
                > INCR color
                QUEUED
                > INCR visits
                QUEUED
                B> GET color
                (nil)
                > EXEC
                1) OK
                2) (error) ERR value is not an integer or out of range
                3) (integer) 1
                B> GET color
                "red"
                > EXEC
                (error) ERR EXEC without MULTI
                """);
    }

    @Test
    void an_error_while_queueing_spoils_the_whole() {
        twinConversation(
                """
                > MULTI
                OK
                > SET color red
                QUEUED
                > NOSUCH
                (error) ERR unknown command 'NOSUCH', with args beginning with:\\s
                > SET other
                (error) ERR wrong number of arguments for 'set' command
                > SET third x
                QUEUED
                > EXEC
                (error) EXECABORT Transaction discarded because of previous errors.
                > GET color
                (nil)
                > EXEC
                (error) ERR EXEC without MULTI
                """
                        .replace("\\s", " "));
    }

    @Test
    void errors_that_do_not_spoil_it_are_those_of_multi_and_watch() {
        twinConversation(
                """
                > DISCARD
                (error) ERR DISCARD without MULTI
                > MULTI
                OK
                > MULTI
                (error) ERR MULTI calls can not be nested
                > WATCH color
                (error) ERR WATCH inside MULTI is not allowed
                > SET color red
                QUEUED
                > UNWATCH
                QUEUED
                > EXEC
                1) OK
                2) OK
                > MULTI
                OK
                > SET color blue
                QUEUED
                > DISCARD
                OK
                > GET color
                "red"
                > MULTI
                OK
                > EXEC
                (empty array)
                """);
    }

    @Test
    void exec_with_too_many_words_ends_the_transaction() {
        twinConversation(
                """
                > EXEC now
                (error) EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
                > MULTI
                OK
                > SET color red
                QUEUED
                > EXEC now
                (error) EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
                > GET color
                (nil)
                > WATCH
                (error) ERR wrong number of arguments for 'watch' command
                """);
    }

    @Test
    void a_watched_key_changed_by_another_client_makes_exec_answer_null() {
        twinConversation(
                """
                > WATCH color visits
                OK
                B> INCR visits
                (integer) 1
                > MULTI
                OK
                > SET color red
                QUEUED
                > EXEC
                (nil)
                > GET color
                (nil)
                > MULTI
                OK
                > SET color red
                QUEUED
                > EXEC
                1) OK
                """);
    }

    @Test
    void ones_own_change_before_multi_counts_too_and_inside_it_does_not() {
        twinConversation(
                """
                > WATCH color
                OK
                > SET color red
                OK
                > MULTI
                OK
                > EXEC
                (nil)
                > WATCH color
                OK
                > MULTI
                OK
                > SET color blue
                QUEUED
                > GET color
                QUEUED
                > EXEC
                1) OK
                2) "blue"
                """);
    }

    @Test
    void unwatch_discard_and_exec_forget_what_was_watched() {
        twinConversation(
                """
                > WATCH color
                OK
                B> SET color red
                OK
                > UNWATCH
                OK
                > MULTI
                OK
                > EXEC
                (empty array)
                > WATCH color
                OK
                > MULTI
                OK
                > DISCARD
                OK
                B> SET color green
                OK
                > MULTI
                OK
                > EXEC
                (empty array)
                """);
    }

    @Test
    void the_same_key_in_another_database_is_another_key() {
        twinConversation(
                """
                > SELECT 1
                OK
                > WATCH color
                OK
                B> SET color red
                OK
                > MULTI
                OK
                > EXEC
                (empty array)
                > WATCH color
                OK
                B> SELECT 1
                OK
                B> SET color red
                OK
                > MULTI
                OK
                > EXEC
                (nil)
                """);
    }

    @Test
    void a_touched_watch_is_the_one_null_of_resp3_and_a_null_array_in_resp2() {
        var client = node.connect();
        var other = node.connect();
        for (var expected : new String[] {"*-1\r\n", "_\r\n"}) {
            client.request("WATCH", "k");
            other.request("INCR", "k");
            client.request("MULTI");
            client.take();
            client.request("EXEC");
            assertThat(new String(client.take(), StandardCharsets.US_ASCII)).isEqualTo(expected);
            client.request("HELLO", "3");
            client.take();
        }
    }

    @Test
    void a_selected_database_stays_selected_after_exec() {
        twinConversation(
                """
                > MULTI
                OK
                > SELECT 3
                QUEUED
                > SET color red
                QUEUED
                > EXEC
                1) OK
                2) OK
                > GET color
                "red"
                B> GET color
                (nil)
                """);
    }

    @Test
    void a_key_whose_time_ends_while_watched_has_changed() {
        talk.hold("> SET color red\nOK\n");
        expireIn(1000);
        talk.hold(
                """
                > WATCH color
                OK
                ... 2000 ms pass
                > MULTI
                OK
                > EXEC
                (nil)
                """);
    }

    @Test
    void a_key_that_was_over_when_watched_may_vanish_and_may_not_come_back() {
        talk.hold("> SET color red\nOK\n");
        pauseExpiry();
        expireIn(-10);
        talk.hold(
                """
                > WATCH color
                OK
                B> CLIENT UNPAUSE
                OK
                B> GET color
                (nil)
                > MULTI
                OK
                > EXEC
                (empty array)
                """);
        talk.hold("> SET color red\nOK\n");
        pauseExpiry();
        expireIn(-10);
        talk.hold(
                """
                > WATCH color
                OK
                B> CLIENT UNPAUSE
                OK
                B> GET color
                (nil)
                B> SET color green
                OK
                > MULTI
                OK
                > EXEC
                (nil)
                """);
    }

    @Test
    void flushing_touches_those_who_watch_keys_that_were_there() {
        talk.hold("> SET here 1\nOK\n> WATCH here\nOK\nB> WATCH absent\nOK\n");
        node.server().keyspaces().clear();
        talk.hold(
                """
                > MULTI
                OK
                > EXEC
                (nil)
                B> MULTI
                OK
                B> EXEC
                (empty array)
                """);
    }

    @Test
    void swapping_databases_touches_keys_that_are_in_either() {
        talk.hold(
                """
                > SET first 1
                OK
                > SELECT 1
                OK
                > SET second 2
                OK
                > SELECT 0
                OK
                > WATCH first
                OK
                B> WATCH second
                OK
                C> WATCH third
                OK
                """);
        node.server().keyspaces().swap(0, 1);
        talk.hold(
                """
                > MULTI
                OK
                > EXEC
                (nil)
                B> MULTI
                OK
                B> EXEC
                (nil)
                C> MULTI
                OK
                C> EXEC
                (empty array)
                > GET second
                "2"
                """);
    }

    @Test
    void what_would_wait_does_not_in_a_transaction() {
        twinConversation(
                """
                > RPUSH full a b c d
                (integer) 4
                > MULTI
                OK
                > BLPOP empty 0
                QUEUED
                > BLPOP empty full 0
                QUEUED
                > BRPOP empty 0
                QUEUED
                > BLMOVE empty other LEFT LEFT 0
                QUEUED
                > BRPOPLPUSH empty other 0
                QUEUED
                > BLMPOP 0 1 empty LEFT
                QUEUED
                > BZPOPMIN empty 0
                QUEUED
                > BZMPOP 0 1 empty MIN
                QUEUED
                > XREAD BLOCK 0 STREAMS empty $
                QUEUED
                > WAIT 1 0
                QUEUED
                > RPUSH empty x
                QUEUED
                > BLPOP empty -1
                QUEUED
                > BLPOP empty 0
                QUEUED
                > EXEC
                 1) (nil)
                 2) 1) "full"
                    2) "a"
                 3) (nil)
                 4) (nil)
                 5) (nil)
                 6) (nil)
                 7) (nil)
                 8) (nil)
                 9) (nil)
                10) (integer) 0
                11) (integer) 1
                12) (error) ERR timeout is negative
                13) 1) "empty"
                    2) "x"
                """);
    }

    @Test
    void what_others_wait_for_is_given_to_them_after_exec() {
        twinConversation(
                """
                B> BLPOP list 0
                > MULTI
                OK
                > RPUSH list a
                QUEUED
                > LLEN list
                QUEUED
                > EXEC
                1) (integer) 1
                2) (integer) 1
                B< 1) "list"
                B< 2) "a"
                B> BLPOP list 0
                > MULTI
                OK
                > RPUSH list a
                QUEUED
                > DEL list
                QUEUED
                > EXEC
                1) (integer) 1
                2) (integer) 1
                > RPUSH list b
                (integer) 1
                B< 1) "list"
                B< 2) "b"
                """);
    }

    @Test
    void what_one_waited_for_and_got_was_a_change_of_a_watched_key() {
        twinConversation(
                """
                B> WATCH list
                OK
                B> BLPOP list 0
                > RPUSH list a
                (integer) 1
                B< 1) "list"
                B< 2) "a"
                B> MULTI
                OK
                B> PING
                QUEUED
                B> EXEC
                (nil)
                """);
    }

    @Test
    void a_watched_key_that_is_touched_in_any_way() {
        twinConversation(
                """
                B> SET key value
                OK
                > WATCH key
                OK
                B> EXPIRE key 100
                (integer) 1
                > MULTI
                OK
                > EXEC
                (nil)
                > WATCH key
                OK
                B> PERSIST key
                (integer) 1
                > MULTI
                OK
                > EXEC
                (nil)
                > WATCH key
                OK
                B> RENAME key other
                OK
                > MULTI
                OK
                > EXEC
                (nil)
                > WATCH key
                OK
                B> RENAME other key
                OK
                > MULTI
                OK
                > EXEC
                (nil)
                > WATCH key
                OK
                B> SET key value
                OK
                > MULTI
                OK
                > EXEC
                (nil)
                > WATCH key
                OK
                B> TOUCH key
                (integer) 1
                B> APPEND key ""
                (integer) 5
                B> DEL nothing
                (integer) 0
                B> SETNX key value
                (integer) 0
                B> PERSIST key
                (integer) 0
                > MULTI
                OK
                > EXEC
                (nil)
                > WATCH key
                OK
                B> TOUCH key
                (integer) 1
                B> SETNX key value
                (integer) 0
                B> PERSIST key
                (integer) 0
                B> EXPIRE nothing 1
                (integer) 0
                > MULTI
                OK
                > EXEC
                (empty array)
                """);
    }

    @Test
    void who_has_gone_watches_nothing() {
        talk.hold("> WATCH color\nOK\n");
        talk.client("A").disconnect();
        assertThat(node.server().watches().isEmpty()).isTrue();
        talk.hold("B> SET color red\nOK\n");
    }

    @Test
    void replicas_are_told_of_a_transaction_as_one_unit() {
        var told = new ArrayList<String>();
        node.server().propagation().add((database, command) -> told.add(database + line(command)));
        talk.hold(
                """
                > MULTI
                OK
                > SET color red
                QUEUED
                > GET color
                QUEUED
                > INCR color
                QUEUED
                > INCR visits
                QUEUED
                > EXEC
                1) OK
                2) "red"
                3) (error) ERR value is not an integer or out of range
                4) (integer) 1
                > MULTI
                OK
                > INCR visits
                QUEUED
                > EXEC
                1) (integer) 2
                > MULTI
                OK
                > GET visits
                QUEUED
                > EXEC
                1) "2"
                """);
        assertThat(told)
                .containsExactly(
                        "0 MULTI", "0 SET color red", "0 INCR visits", "0 EXEC", "0 INCR visits");
    }

    @Test
    void quit_inside_multi_takes_effect_at_once() {
        talk.hold("> MULTI\nOK\n> SET color red\nQUEUED\n> QUIT\nOK\n");
        assertThat(talk.client("A").isOpen()).isFalse();
    }

    @Test
    void a_transaction_may_come_in_one_piece() {
        var client = node.connect();
        client.send(
                "MULTI\r\nINCR a\r\nINCR a\r\nEXEC\r\nPING\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(client.take(), StandardCharsets.US_ASCII))
                .isEqualTo("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:1\r\n:2\r\n+PONG\r\n");
    }

    @Test
    void hello_inside_multi_changes_the_form_of_what_follows() {
        conversation(
                """
                > MULTI
                OK
                > HELLO 3
                QUEUED
                > GET absent
                QUEUED
                > DISCARD
                OK
                """);
    }

    private void expireIn(long millis) {
        var db = node.server().keyspaces().get(0);
        var key = "color".getBytes(StandardCharsets.US_ASCII);
        db.expireAt(Objects.requireNonNull(db.find(key)), node.nowMillis() + millis);
    }

    /// No key vanishes by itself while writers are paused.
    private void pauseExpiry() {
        talk.hold("B> CLIENT PAUSE 100000 WRITE\nOK\n");
    }

    private static String line(Arguments command) {
        var line = new StringBuilder();
        for (int i = 0; i < command.count(); i++) line.append(' ').append(command.text(i));
        return line.toString();
    }
}
