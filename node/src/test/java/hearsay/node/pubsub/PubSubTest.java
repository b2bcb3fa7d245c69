package hearsay.node.pubsub;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RespText;
import hearsay.node.TestNetwork;
import hearsay.node.TestNode;
import hearsay.node.server.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Publish and subscribe")
class PubSubTest {

    @Test
    void whoever_listens_to_a_channel_hears_what_is_said_there() {
        twinConversation(
                """
                > SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                B> PUBLISH news "it rains"
                (integer) 1
                A< 1) "message"
                A< 2) "news"
                A< 3) "it rains"
                B> PUBLISH weather "it rains"
                (integer) 0
                > UNSUBSCRIBE news
                1) "unsubscribe"
                2) "news"
                3) (integer) 0
                B> PUBLISH news "nobody hears this"
                (integer) 0
                """);
    }

    @Test
    void each_name_is_confirmed_and_counted_with_the_patterns() {
        twinConversation(
                """
                > SUBSCRIBE a b a
                1) "subscribe"
                2) "a"
                3) (integer) 1
                1) "subscribe"
                2) "b"
                3) (integer) 2
                1) "subscribe"
                2) "a"
                3) (integer) 2
                > PSUBSCRIBE n*
                1) "psubscribe"
                2) "n*"
                3) (integer) 3
                > SSUBSCRIBE s
                1) "ssubscribe"
                2) "s"
                3) (integer) 1
                > UNSUBSCRIBE unheard a
                1) "unsubscribe"
                2) "unheard"
                3) (integer) 3
                1) "unsubscribe"
                2) "a"
                3) (integer) 2
                > UNSUBSCRIBE
                1) "unsubscribe"
                2) "b"
                3) (integer) 1
                > UNSUBSCRIBE
                1) "unsubscribe"
                2) (nil)
                3) (integer) 1
                > PUNSUBSCRIBE
                1) "punsubscribe"
                2) "n*"
                3) (integer) 0
                > SUNSUBSCRIBE
                1) "sunsubscribe"
                2) "s"
                3) (integer) 0
                > PUNSUBSCRIBE
                1) "punsubscribe"
                2) (nil)
                3) (integer) 0
                > SUNSUBSCRIBE
                1) "sunsubscribe"
                2) (nil)
                3) (integer) 0
                """);
    }

    @Test
    void channels_come_before_patterns_and_each_way_of_listening_counts() {
        twinConversation(
                """
                > PSUBSCRIBE news.*
                1) "psubscribe"
                2) "news.*"
                3) (integer) 1
                > SUBSCRIBE news.art
                1) "subscribe"
                2) "news.art"
                3) (integer) 2
                B> PUBLISH news.art "a painting"
                (integer) 2
                A< 1) "message"
                A< 2) "news.art"
                A< 3) "a painting"
                A< 1) "pmessage"
                A< 2) "news.*"
                A< 3) "news.art"
                A< 4) "a painting"
                B> PUBLISH news. ""
                (integer) 1
                A< 1) "pmessage"
                A< 2) "news.*"
                A< 3) "news."
                A< 4) ""
                B> PUBLISH New york
                (integer) 0
                """);
    }

    @Test
    void in_resp2_a_listener_may_do_little_else() {
        twinConversation(
                """
                > PING
                PONG
                > SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                > PING
                1) "pong"
                2) ""
                > PING hello
                1) "pong"
                2) "hello"
                > GET key
                (error) ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                > PUBLISH news x
                (error) ERR Can't execute 'publish': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                > CLIENT ID
                (error) ERR Can't execute 'client|id': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                > SSUBSCRIBE s
                1) "ssubscribe"
                2) "s"
                3) (integer) 1
                > UNSUBSCRIBE
                1) "unsubscribe"
                2) "news"
                3) (integer) 0
                > GET key
                (error) ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                > SUNSUBSCRIBE s
                1) "sunsubscribe"
                2) "s"
                3) (integer) 0
                > GET key
                (nil)
                > PSUBSCRIBE *
                1) "psubscribe"
                2) "*"
                3) (integer) 1
                > RESET
                RESET
                > GET key
                (nil)
                B> PUBLISH news x
                (integer) 0
                > PUBSUB NUMPAT
                (integer) 0
                > SUBSCRIBE c
                1) "subscribe"
                2) "c"
                3) (integer) 1
                > QUIT
                OK
                B> PUBLISH c x
                (integer) 0
                """);
    }

    @Test
    void in_resp3_messages_are_pushes_and_a_listener_may_do_everything() {
        conversation(
                """
                > HELLO 3 SETNAME x
                1# "server" => "redis"
                2# "version" => "7.2.6"
                3# "proto" => (integer) 3
                4# "id" => (integer) 1
                5# "mode" => "standalone"
                6# "role" => "master"
                7# "modules" => (empty array)
                > SUBSCRIBE news
                1> "subscribe"
                2> "news"
                3> (integer) 1
                > PING
                PONG
                > PING hello
                "hello"
                > SET key value
                OK
                > PUBLISH news "to myself too"
                (integer) 1
                1> "message"
                2> "news"
                3> "to myself too"
                B> PUBLISH news "from outside"
                (integer) 1
                A< 1> "message"
                A< 2> "news"
                A< 3> "from outside"
                > PSUBSCRIBE n?ws
                1> "psubscribe"
                2> "n?ws"
                3> (integer) 2
                > SSUBSCRIBE news
                1> "ssubscribe"
                2> "news"
                3> (integer) 1
                B> SPUBLISH news "in the shard"
                (integer) 1
                A< 1> "smessage"
                A< 2> "news"
                A< 3> "in the shard"
                > MULTI
                OK
                > PUBLISH news one
                QUEUED
                > GET key
                QUEUED
                > EXEC
                1) (integer) 2
                2) "value"
                1> "message"
                2> "news"
                3> "one"
                1> "pmessage"
                2> "n?ws"
                3> "news"
                4> "one"
                > UNSUBSCRIBE other
                1> "unsubscribe"
                2> "other"
                3> (integer) 2
                > SUNSUBSCRIBE
                1> "sunsubscribe"
                2> "news"
                3> (integer) 0
                > SUNSUBSCRIBE
                1> "sunsubscribe"
                2> (nil)
                3> (integer) 0
                """);
    }

    @Test
    void inside_a_transaction_confirmations_stand_where_replies_do() {
        twinConversation(
                """
                > MULTI
                OK
                > SUBSCRIBE a b
                QUEUED
                > PSUBSCRIBE p
                QUEUED
                > SSUBSCRIBE s
                QUEUED
                > GET key
                QUEUED
                > EXEC
                1) 1) "subscribe"
                   2) "a"
                   3) (integer) 1
                2) 1) "subscribe"
                   2) "b"
                   3) (integer) 2
                3) 1) "psubscribe"
                   2) "p"
                   3) (integer) 3
                4) (error) ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client
                (nil)
                > MULTI
                (error) ERR Can't execute 'multi': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                """);
    }

    @Test
    void sharded_channels_are_a_world_of_their_own() {
        twinConversation(
                """
                > SSUBSCRIBE s
                1) "ssubscribe"
                2) "s"
                3) (integer) 1
                B> PSUBSCRIBE *
                1) "psubscribe"
                2) "*"
                3) (integer) 1
                C> SPUBLISH s x
                (integer) 1
                A< 1) "smessage"
                A< 2) "s"
                A< 3) "x"
                C> PUBLISH s x
                (integer) 1
                B< 1) "pmessage"
                B< 2) "*"
                B< 3) "s"
                B< 4) "x"
                C> SPUBLISH s
                (error) ERR wrong number of arguments for 'spublish' command
                C> PUBLISH s
                (error) ERR wrong number of arguments for 'publish' command
                C> SUBSCRIBE
                (error) ERR wrong number of arguments for 'subscribe' command
                C> PSUBSCRIBE
                (error) ERR wrong number of arguments for 'psubscribe' command
                C> SSUBSCRIBE
                (error) ERR wrong number of arguments for 'ssubscribe' command
                """);
    }

    @Test
    void pubsub_tells_who_listens_to_what() {
        twinConversation(
                """
                > SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                B> SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                B> PSUBSCRIBE n*
                1) "psubscribe"
                2) "n*"
                3) (integer) 2
                A> PSUBSCRIBE n*
                1) "psubscribe"
                2) "n*"
                3) (integer) 2
                A> SSUBSCRIBE shard
                1) "ssubscribe"
                2) "shard"
                3) (integer) 1
                C> PUBSUB CHANNELS
                1) "news"
                C> PUBSUB CHANNELS n?ws
                1) "news"
                C> pubsub channels x*
                (empty array)
                C> PUBSUB CHANNELS a b
                (error) ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.
                C> PUBSUB NUMSUB
                (empty array)
                C> PUBSUB NUMSUB news other
                1) "news"
                2) (integer) 2
                3) "other"
                4) (integer) 0
                C> PUBSUB NUMPAT
                (integer) 1
                C> PUBSUB NUMPAT x
                (error) ERR wrong number of arguments for 'pubsub|numpat' command
                C> PUBSUB SHARDCHANNELS
                1) "shard"
                C> PUBSUB SHARDCHANNELS n*
                (empty array)
                C> PUBSUB SHARDNUMSUB shard news
                1) "shard"
                2) (integer) 1
                3) "news"
                4) (integer) 0
                C> PUBSUB
                (error) ERR wrong number of arguments for 'pubsub' command
                C> PUBSUB NOSUCH
                (error) ERR unknown subcommand 'NOSUCH'. Try PUBSUB HELP.
                """);
    }

    @Test
    void pubsub_explains_itself() {
        conversation(
                """
                > PUBSUB HELP
                 1) PUBSUB <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
                 2) CHANNELS [<pattern>]
                 3)     Return the currently active channels matching a <pattern> (default: '*').
                 4) NUMPAT
                 5)     Return number of subscriptions to patterns.
                 6) NUMSUB [<channel> ...]
                 7)     Return the number of subscribers for the specified channels, excluding
                 8)     pattern subscriptions(default: no channels).
                 9) SHARDCHANNELS [<pattern>]
                10)     Return the currently active shard level channels matching a <pattern> (default: '*').
                11) SHARDNUMSUB [<shardchannel> ...]
                12)     Return the number of subscribers for the specified shard level channel(s)
                13) HELP
                14)     Print this help.
                """);
    }

    @Test
    void messages_reach_those_who_want_no_replies() {
        twinConversation(
                """
                > CLIENT REPLY OFF
                > SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                B> PUBLISH news x
                (integer) 1
                A< 1) "message"
                A< 2) "news"
                A< 3) "x"
                > PING
                > GET key
                """);
        // Redis 7.0 kept silent here.
        conversation(
                """
                > CLIENT REPLY OFF
                > UNSUBSCRIBE
                1) "unsubscribe"
                2) (nil)
                3) (integer) 0
                > CLIENT REPLY SKIP
                > PUNSUBSCRIBE a
                1) "punsubscribe"
                2) "a"
                3) (integer) 0
                """);
    }

    @Test
    void channels_are_no_keys() {
        twinConversation(
                """
                > COMMAND GETKEYS SPUBLISH a b
                (error) ERR The command has no key arguments
                > COMMAND GETKEYSANDFLAGS SSUBSCRIBE a b
                (error) ERR The command has no key arguments
                > COMMAND GETKEYS PUBLISH a b
                (error) ERR The command has no key arguments
                """);
    }

    @Test
    void while_writers_are_paused_nothing_is_published() {
        conversation(
                """
                B> SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                > CLIENT PAUSE 200 WRITE
                OK
                > PUBLISH news x
                C> PUBSUB NUMSUB news
                1) "news"
                2) (integer) 1
                ... 300 ms pass
                B< 1) "message"
                B< 2) "news"
                B< 3) "x"
                A< (integer) 1
                """);
    }

    @Test
    void listeners_can_be_killed_by_their_kind() {
        twinConversation(
                """
                B> SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                C> PSUBSCRIBE *
                1) "psubscribe"
                2) "*"
                3) (integer) 1
                > CLIENT KILL TYPE pubsub
                (integer) 2
                > PUBLISH news x
                (integer) 0
                > PUBSUB NUMPAT
                (integer) 0
                """);
    }

    @Test
    void who_goes_away_listens_no_more() {
        var node = new TestNode();
        var talk = new Conversation(node);
        talk.hold(
                """
                > SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                B> SUBSCRIBE news
                1) "subscribe"
                2) "news"
                3) (integer) 1
                """);
        talk.client("A").disconnect();
        talk.hold(
                """
                C> PUBLISH news x
                (integer) 1
                B< 1) "message"
                B< 2) "news"
                B< 3) "x"
                """);
        talk.client("B").disconnect();
        talk.hold(
                """
                C> PUBSUB CHANNELS
                (empty array)
                """);
    }

    @Test
    void client_list_and_info_tell_of_listeners() {
        var node = new TestNode();
        new Conversation(node)
                .hold(
                        """
                        > SUBSCRIBE a b
                        1) "subscribe"
                        2) "a"
                        3) (integer) 1
                        1) "subscribe"
                        2) "b"
                        3) (integer) 2
                        > PSUBSCRIBE c*
                        1) "psubscribe"
                        2) "c*"
                        3) (integer) 3
                        > SSUBSCRIBE d
                        1) "ssubscribe"
                        2) "d"
                        3) (integer) 1
                        """);
        var other = node.connect();
        other.request("CLIENT", "LIST", "TYPE", "PUBSUB");
        assertThat(RespText.of(other.take()))
                .contains(" flags=P ", " sub=2 psub=1 ssub=1 ")
                .doesNotContain("id=2");
        other.request("INFO", "stats");
        assertThat(new String(other.take(), StandardCharsets.UTF_8))
                .contains("pubsub_channels:2\r\npubsub_patterns:1\r\npubsubshard_channels:1\r\n");
    }

    @Test
    void who_does_not_read_what_it_listens_to_is_cut_off() {
        var node = new TestNode();
        node.server().settings().assign("client-output-buffer-limit", "pubsub", "100000", "0", "0");
        var slow = node.connect();
        var fast = node.connect();
        slow.request("SUBSCRIBE", "news");
        fast.request("SUBSCRIBE", "news");
        slow.stopReading();
        var speaker = node.connect();
        for (int i = 0; i < 3; i++) speaker.request("PUBLISH", "news", "x".repeat(30_000));
        assertThat(slow.isOpen()).isTrue();
        speaker.request("PUBLISH", "news", "x".repeat(30_000));
        assertThat(slow.isOpen()).isFalse();
        assertThat(fast.isOpen()).isTrue();
        assertThat(node.server().statistics().outputLimitDisconnections).isEqualTo(1);
        assertThat(
                        node.server()
                                .pubsub()
                                .subscribers(Subject.CHANNEL, hearsay.node.resp.Bytes.of("news")))
                .isEqualTo(1);
    }

    @Test
    void what_listening_takes_is_counted_and_given_back() {
        var node = new TestNode();
        var memory = node.server().memory();
        var clients = new ArrayList<TestNode.Client>();
        for (int i = 0; i < 10; i++) clients.add(node.connect());
        for (var client : clients) client.request("PING");
        long before = memory.used();
        for (var client : clients) {
            for (int i = 0; i < 1000; i++) client.request("SUBSCRIBE", "channel number " + i);
        }
        assertThat(memory.used() - before).isBetween(1_000_000L, 2_000_000L);
        clients.getFirst().request("UNSUBSCRIBE");
        clients.get(1).request("RESET");
        for (var client : clients.subList(2, 10)) client.disconnect();
        assertThat(memory.used()).isLessThan(before);
    }

    @Test
    void a_listener_that_stops_listening_is_an_ordinary_client_again() {
        var node = new TestNode();
        var client = node.connect();
        client.request("SUBSCRIBE", "a");
        assertThat(client.session().kind()).isEqualTo(Session.Kind.PUBSUB);
        client.request("UNSUBSCRIBE");
        assertThat(client.session().kind()).isEqualTo(Session.Kind.NORMAL);
        assertThat(client.session().isOrdinary()).isTrue();
    }

    @Test
    void a_message_is_the_same_for_many_of_both_protocols() {
        var node = new TestNode();
        var all = new ArrayList<TestNode.Client>();
        for (int i = 0; i < 100; i++) {
            var client = node.connect();
            if (i % 2 == 1) client.request("HELLO", "3");
            client.request("SUBSCRIBE", "news");
            client.take();
            all.add(client);
        }
        var speaker = node.connect();
        speaker.request("PUBLISH", "news", "x");
        assertThat(speaker.take()).asString().isEqualTo(":100\r\n");
        for (int i = 0; i < 100; i++) {
            assertThat(all.get(i).take())
                    .asString()
                    .isEqualTo(
                            (i % 2 == 1 ? ">" : "*")
                                    + "3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$1\r\nx\r\n");
        }
    }

    @Test
    void what_a_master_is_told_its_replicas_tell_too() {
        var network = new TestNetwork();
        var master = network.host(7000);
        var replica = network.host(7001);
        replica.ask("REPLICAOF 127.0.0.1 7000");
        network.pass(7_000);
        var listener = replica.client();
        listener.ask("SUBSCRIBE news");
        listener.ask("SSUBSCRIBE news");
        assertThat(master.ask("PUBLISH news hello")).isEqualTo("(integer) 0");
        assertThat(master.ask("SPUBLISH news shard")).isEqualTo("(integer) 0");
        network.pass(100);
        assertThat(listener.take().lines())
                .containsExactlyElementsOf(
                        List.of(
                                "1) \"message\"",
                                "2) \"news\"",
                                "3) \"hello\"",
                                "1) \"smessage\"",
                                "2) \"news\"",
                                "3) \"shard\""));
        assertThat(replica.ask("PUBLISH news here")).isEqualTo("(integer) 1");
    }
}
