package hearsay.node.pubsub;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import hearsay.node.server.Server;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Keyspace notifications")
class NotificationsTest {

    @Test
    void both_kinds_of_channel_tell_of_a_change() {
        twinConversation(
                """
                B> PSUBSCRIBE __key*
                1) "psubscribe"
                2) "__key*"
                3) (integer) 1
                > SET key value
                OK
                > CONFIG SET notify-keyspace-events KEA
                OK
                > SET key value
                OK
                B< 1) "pmessage"
                B< 2) "__key*"
                B< 3) "__keyspace@0__:key"
                B< 4) "set"
                B< 1) "pmessage"
                B< 2) "__key*"
                B< 3) "__keyevent@0__:set"
                B< 4) "key"
                > GET nothing
                (nil)
                > DEL nothing
                (integer) 0
                > CONFIG SET notify-keyspace-events Eg
                OK
                > SELECT 9
                OK
                > MSET a 1 b 2
                OK
                > DEL a b
                (integer) 2
                B< 1) "pmessage"
                B< 2) "__key*"
                B< 3) "__keyevent@9__:del"
                B< 4) "a"
                B< 1) "pmessage"
                B< 2) "__key*"
                B< 3) "__keyevent@9__:del"
                B< 4) "b"
                > CONFIG SET notify-keyspace-events K
                OK
                > SET a 1
                OK
                > CONFIG SET notify-keyspace-events g$
                OK
                > DEL a
                (integer) 1
                > CONFIG SET notify-keyspace-events ""
                OK
                > SET a 1
                OK
                """);
    }

    @Test
    void new_keys_and_missing_ones_are_told_only_where_asked_for() {
        twinConversation(
                """
                B> PSUBSCRIBE __keyevent*
                1) "psubscribe"
                2) "__keyevent*"
                3) (integer) 1
                > CONFIG SET notify-keyspace-events Enm
                OK
                > SET key value
                OK
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:new"
                B< 4) "key"
                > SET key other
                OK
                > GET key
                "other"
                > GET other
                (nil)
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:keymiss"
                B< 4) "other"
                > EXISTS key nothing
                (integer) 1
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:keymiss"
                B< 4) "nothing"
                > TTL other
                (integer) -2
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:keymiss"
                B< 4) "other"
                > OBJECT ENCODING other
                (nil)
                > DEL other
                (integer) 0
                > RENAME key key2
                OK
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:new"
                B< 4) "key2"
                > COPY key2 key3
                (integer) 1
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:new"
                B< 4) "key3"
                > MOVE key3 1
                (integer) 1
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@1__:new"
                B< 4) "key3"
                > INCR counter
                (integer) 1
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:new"
                B< 4) "counter"
                > SET none 1 GET
                (nil)
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:keymiss"
                B< 4) "none"
                B< 1) "pmessage"
                B< 2) "__keyevent*"
                B< 3) "__keyevent@0__:new"
                B< 4) "none"
                """);
    }

    @Test
    void several_events_of_one_command_come_in_order() {
        twinConversation(
                """
                B> SUBSCRIBE __keyspace@0__:key
                1) "subscribe"
                2) "__keyspace@0__:key"
                3) (integer) 1
                > CONFIG SET notify-keyspace-events AK
                OK
                > SET key value EX 100
                OK
                B< 1) "message"
                B< 2) "__keyspace@0__:key"
                B< 3) "set"
                B< 1) "message"
                B< 2) "__keyspace@0__:key"
                B< 3) "expire"
                > PERSIST key
                (integer) 1
                B< 1) "message"
                B< 2) "__keyspace@0__:key"
                B< 3) "persist"
                > RENAME key other
                OK
                B< 1) "message"
                B< 2) "__keyspace@0__:key"
                B< 3) "rename_from"
                > RENAME other key
                OK
                B< 1) "message"
                B< 2) "__keyspace@0__:key"
                B< 3) "rename_to"
                > APPEND key x
                (integer) 6
                B< 1) "message"
                B< 2) "__keyspace@0__:key"
                B< 3) "append"
                > PEXPIRE key -1
                (integer) 1
                B< 1) "message"
                B< 2) "__keyspace@0__:key"
                B< 3) "del"
                > FLUSHALL
                OK
                """);
    }

    @Test
    void the_end_of_a_key_is_told_when_it_is_removed() {
        var node = new TestNode("--enable-debug-command", "yes");
        new Conversation(node)
                .hold(
                        """
                        B> PSUBSCRIBE __keyevent@0__:*
                        1) "psubscribe"
                        2) "__keyevent@0__:*"
                        3) (integer) 1
                        > CONFIG SET notify-keyspace-events Exm
                        OK
                        > SET key value PX 10
                        OK
                        > DEBUG SET-ACTIVE-EXPIRE 0
                        OK
                        ... 50 ms pass
                        > GET key
                        (nil)
                        B< 1) "pmessage"
                        B< 2) "__keyevent@0__:*"
                        B< 3) "__keyevent@0__:expired"
                        B< 4) "key"
                        B< 1) "pmessage"
                        B< 2) "__keyevent@0__:*"
                        B< 3) "__keyevent@0__:keymiss"
                        B< 4) "key"
                        > SET key value PX 10
                        OK
                        > DEBUG SET-ACTIVE-EXPIRE 1
                        OK
                        ... 200 ms pass
                        B< 1) "pmessage"
                        B< 2) "__keyevent@0__:*"
                        B< 3) "__keyevent@0__:expired"
                        B< 4) "key"
                        """);
    }

    @Test
    void in_resp3_a_client_hears_of_its_own_changes_after_the_reply() {
        conversation(
                """
                > CONFIG SET notify-keyspace-events AE
                OK
                > HELLO 3
                1# "server" => "redis"
                2# "version" => "%s"
                3# "proto" => (integer) 3
                4# "id" => (integer) 1
                5# "mode" => "standalone"
                6# "role" => "master"
                7# "modules" => (empty array)
                > SUBSCRIBE __keyevent@0__:incrby
                1> "subscribe"
                2> "__keyevent@0__:incrby"
                3> (integer) 1
                > INCR n
                (integer) 1
                1> "message"
                2> "__keyevent@0__:incrby"
                3> "n"
                > MULTI
                OK
                > INCR n
                QUEUED
                > INCR m
                QUEUED
                > EXEC
                1) (integer) 2
                2) (integer) 1
                1> "message"
                2> "__keyevent@0__:incrby"
                3> "n"
                1> "message"
                2> "__keyevent@0__:incrby"
                3> "m"
                """
                        .formatted(Server.VERSION));
    }

    @Test
    void the_command_line_can_ask_for_them() {
        var node = new TestNode("--notify-keyspace-events", "KA");
        var listener = node.connect();
        listener.request("SUBSCRIBE", "__keyspace@0__:key");
        listener.take();
        node.connect().request("SET", "key", "value");
        assertThat(listener.take()).asString().contains("$3\r\nset\r\n");
    }
}
