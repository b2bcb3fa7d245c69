package hearsay.node.tracking;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Client-side caching")
class TrackingTest {

    @Test
    void who_has_read_a_key_is_told_once_when_it_changes() {
        twinConversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON
                OK
                > GET key
                (nil)
                B> SET key one
                OK
                A< 1> "invalidate"
                A< 2> 1) "key"
                B> SET key two
                OK
                > MGET key other
                1) "two"
                2) (nil)
                B> MSET key three other three
                OK
                A< 1> "invalidate"
                A< 2> 1) "key"
                A< 1> "invalidate"
                A< 2> 1) "other"
                > SET key four
                OK
                > GET key
                "four"
                > SET key five
                OK
                1> "invalidate"
                2> 1) "key"
                > GET key
                "five"
                B> SELECT 3
                OK
                B> SET key "in another database"
                OK
                A< 1> "invalidate"
                A< 2> 1) "key"
                > CLIENT TRACKING OFF
                OK
                > GET key
                "five"
                B> SET key six
                OK
                """);
    }

    @Test
    void in_a_transaction_all_is_told_after_its_replies() {
        twinConversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON
                OK
                > MULTI
                OK
                > GET a
                QUEUED
                > SET a 1
                QUEUED
                > GET b
                QUEUED
                > EXEC
                1) (nil)
                2) OK
                3) (nil)
                1> "invalidate"
                2> 1) "a"
                B> MULTI
                OK
                B> SET b 1
                QUEUED
                B> SET b 2
                QUEUED
                B> EXEC
                1) OK
                2) OK
                A< 1> "invalidate"
                A< 2> 1) "b"
                """);
    }

    @Test
    void what_is_told_of_are_the_keys_of_every_command_that_only_reads() {
        conversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON
                OK
                > EXISTS a
                (integer) 0
                > TTL b
                (integer) -2
                > TYPE c
                none
                > STRLEN d
                (integer) 0
                > OBJECT ENCODING e
                (nil)
                > LCS f g
                ""
                > GETEX h
                (nil)
                B> MSET a 1 b 1 c 1 d 1 e 1 f 1 g 1 h 1
                OK
                A< 1> "invalidate"
                A< 2> 1) "a"
                A< 1> "invalidate"
                A< 2> 1) "b"
                A< 1> "invalidate"
                A< 2> 1) "c"
                A< 1> "invalidate"
                A< 2> 1) "d"
                A< 1> "invalidate"
                A< 2> 1) "e"
                A< 1> "invalidate"
                A< 2> 1) "f"
                A< 1> "invalidate"
                A< 2> 1) "g"
                """);
    }

    @Test
    void expired_keys_are_told_of_too() {
        conversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON
                OK
                > SET key value PX 100
                OK
                > GET key
                "value"
                ... 300 ms pass
                A< 1> "invalidate"
                A< 2> 1) "key"
                """);
    }

    @Test
    void a_flush_is_told_as_the_end_of_everything() {
        twinConversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON
                OK
                > GET key
                (nil)
                B> FLUSHALL
                OK
                A< 1> "invalidate"
                A< 2> (nil)
                B> SET key value
                OK
                > GET key
                "value"
                > FLUSHDB
                OK
                1> "invalidate"
                2> (nil)
                B> SET key value
                OK
                > GET key
                "value"
                B> MULTI
                OK
                B> FLUSHALL
                QUEUED
                B> SET key value
                QUEUED
                B> EXEC
                1) OK
                2) OK
                A< 1> "invalidate"
                A< 2> (nil)
                > GET key
                "value"
                B> SWAPDB 0 1
                OK
                """);
    }

    @Test
    void who_opts_in_names_the_commands_that_count() {
        twinConversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT CACHING YES
                (error) ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled
                > CLIENT TRACKING ON OPTIN
                OK
                > GET a
                (nil)
                > CLIENT CACHING YES
                OK
                > CLIENT TRACKINGINFO
                1# "flags" => 1~ "on"
                   2~ "optin"
                   3~ "caching-yes"
                2# "redirect" => (integer) 0
                3# "prefixes" => (empty array)
                > GET b
                (nil)
                > GET c
                (nil)
                > CLIENT CACHING YES
                OK
                > MULTI
                OK
                > GET d
                QUEUED
                > GET e
                QUEUED
                > EXEC
                1) (nil)
                2) (nil)
                > GET f
                (nil)
                > CLIENT CACHING NO
                (error) ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.
                > CLIENT CACHING MAYBE
                (error) ERR syntax error
                B> MSET a 1 b 1 c 1 d 1 e 1 f 1
                OK
                A< 1> "invalidate"
                A< 2> 1) "b"
                A< 1> "invalidate"
                A< 2> 1) "d"
                A< 1> "invalidate"
                A< 2> 1) "e"
                """);
    }

    @Test
    void who_opts_out_names_the_commands_that_do_not() {
        twinConversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON OPTOUT
                OK
                > GET a
                (nil)
                > CLIENT CACHING NO
                OK
                > CLIENT TRACKINGINFO
                1# "flags" => 1~ "on"
                   2~ "optout"
                   3~ "caching-no"
                2# "redirect" => (integer) 0
                3# "prefixes" => (empty array)
                > GET b
                (nil)
                > GET c
                (nil)
                > CLIENT CACHING YES
                (error) ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.
                B> MSET a 1 b 1 c 1
                OK
                A< 1> "invalidate"
                A< 2> 1) "a"
                A< 1> "invalidate"
                A< 2> 1) "c"
                """);
    }

    @Test
    void broadcasts_are_for_whoever_wants_them_read_or_not() {
        twinConversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON BCAST PREFIX user: PREFIX object:
                OK
                B> MSET user:2 b user:1 a object:1 c other d
                OK
                A< 1> "invalidate"
                A< 2> 1) "object:1"
                A< 1> "invalidate"
                A< 2> 1) "user:1"
                A<    2) "user:2"
                > SET user:3 "of my own"
                OK
                1> "invalidate"
                2> 1) "user:3"
                B> SET user:1 again
                OK
                A< 1> "invalidate"
                A< 2> 1) "user:1"
                > CLIENT TRACKINGINFO
                1# "flags" => 1~ "on"
                   2~ "bcast"
                2# "redirect" => (integer) 0
                3# "prefixes" => 1) "object:"
                   2) "user:"
                B> FLUSHALL
                OK
                A< 1> "invalidate"
                A< 2> (nil)
                """);
    }

    @Test
    void noloop_spares_one_its_own_changes() {
        twinConversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON NOLOOP
                OK
                > GET key
                (nil)
                > SET key mine
                OK
                > GET key
                "mine"
                B> SET key theirs
                OK
                A< 1> "invalidate"
                A< 2> 1) "key"
                C> CLIENT REPLY SKIP
                C> HELLO 3
                C> CLIENT TRACKING ON BCAST NOLOOP
                OK
                C> SET key mine
                OK
                C> MULTI
                OK
                B> SET other theirs
                OK
                C< 1> "invalidate"
                C< 2> 1) "other"
                > CLIENT TRACKINGINFO
                1# "flags" => 1~ "on"
                   2~ "noloop"
                2# "redirect" => (integer) 0
                3# "prefixes" => (empty array)
                """);
    }

    @Test
    void messages_can_be_redirected_to_a_listener_of_resp2() {
        conversation(
                """
                B> CLIENT ID
                (integer) 1
                B> SUBSCRIBE __redis__:invalidate
                1) "subscribe"
                2) "__redis__:invalidate"
                3) (integer) 1
                > CLIENT GETREDIR
                (integer) -1
                > CLIENT TRACKING ON REDIRECT 1
                OK
                > CLIENT GETREDIR
                (integer) 1
                > GET key
                (nil)
                C> SET key value
                OK
                B< 1) "message"
                B< 2) "__redis__:invalidate"
                B< 3) 1) "key"
                > GET key
                "value"
                > SET key other
                OK
                B< 1) "message"
                B< 2) "__redis__:invalidate"
                B< 3) 1) "key"
                C> FLUSHALL
                OK
                B< 1) "message"
                B< 2) "__redis__:invalidate"
                B< 3) (nil)
                > CLIENT TRACKING ON
                OK
                > CLIENT GETREDIR
                (integer) 0
                > GET key
                (nil)
                C> SET key value
                OK
                """);
    }

    @Test
    void messages_can_be_redirected_to_any_client_of_resp3() {
        conversation(
                """
                B> CLIENT REPLY SKIP
                B> HELLO 3
                > CLIENT TRACKING ON REDIRECT 1 BCAST
                OK
                C> SET key value
                OK
                B< 1> "invalidate"
                B< 2> 1) "key"
                B> SET key value
                OK
                1> "invalidate"
                2> 1) "key"
                """);
    }

    @Test
    void who_redirects_to_somebody_who_is_gone_is_told() {
        var node = new TestNode();
        var talk = new Conversation(node);
        talk.hold(
                """
                B> PING
                PONG
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON REDIRECT 1
                OK
                > GET key
                (nil)
                """);
        talk.client("B").disconnect();
        talk.hold(
                """
                C> SET key value
                OK
                A< 1> "tracking-redir-broken"
                A< 2> (integer) 1
                > CLIENT TRACKINGINFO
                1# "flags" => 1~ "on"
                   2~ "broken_redirect"
                2# "redirect" => (integer) 1
                3# "prefixes" => (empty array)
                """);
        var other = node.connect();
        other.request("CLIENT", "LIST");
        assertThat(RespText.of(other.take())).contains("flags=tR ").contains(" redir=1 resp=3 ");
    }

    @Test
    void options_that_do_not_fit() {
        twinConversation(
                """
                > CLIENT TRACKING
                (error) ERR wrong number of arguments for 'client|tracking' command
                > CLIENT TRACKING MAYBE
                (error) ERR syntax error
                > CLIENT TRACKING ON SOMEHOW
                (error) ERR syntax error
                > CLIENT TRACKING ON REDIRECT
                (error) ERR syntax error
                > CLIENT TRACKING ON REDIRECT abc
                (error) ERR value is not an integer or out of range
                > CLIENT TRACKING ON REDIRECT 123456
                (error) ERR The client ID you want redirect to does not exist
                > CLIENT TRACKING ON PREFIX a
                (error) ERR PREFIX option requires BCAST mode to be enabled
                > CLIENT TRACKING ON BCAST OPTIN
                (error) ERR OPTIN and OPTOUT are not compatible with BCAST
                > CLIENT TRACKING ON OPTIN OPTOUT
                (error) ERR You can't specify both OPTIN mode and OPTOUT mode
                > CLIENT TRACKING ON BCAST PREFIX ab PREFIX abc
                (error) ERR Prefix 'ab' overlaps with another provided prefix 'abc'. Prefixes for a single client must not overlap.
                > CLIENT TRACKING ON BCAST PREFIX ab
                OK
                > CLIENT TRACKING ON BCAST PREFIX b PREFIX a
                (error) ERR Prefix 'a' overlaps with an existing prefix 'ab'. Prefixes for a single client must not overlap.
                > CLIENT TRACKING ON BCAST PREFIX b
                OK
                > CLIENT TRACKINGINFO
                1) "flags"
                2) 1) "on"
                   2) "bcast"
                3) "redirect"
                4) (integer) 0
                5) "prefixes"
                6) 1) "ab"
                   2) "b"
                > CLIENT TRACKING ON
                (error) ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.
                > CLIENT TRACKING OFF
                OK
                > CLIENT TRACKING ON OPTIN
                OK
                > CLIENT TRACKING ON OPTOUT
                (error) ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.
                > CLIENT TRACKING ON
                OK
                > CLIENT TRACKINGINFO
                1) "flags"
                2) 1) "on"
                3) "redirect"
                4) (integer) 0
                5) "prefixes"
                6) (empty array)
                > RESET
                RESET
                > CLIENT TRACKINGINFO
                1) "flags"
                2) 1) "off"
                3) "redirect"
                4) (integer) -1
                5) "prefixes"
                6) (empty array)
                """);
    }

    @Test
    void a_prefix_that_overlaps_with_a_later_one_is_one_mistake_wherever_it_stands() {
        conversation(
                """
                > CLIENT TRACKING ON BCAST PREFIX x PREFIX ab PREFIX abc
                (error) ERR Prefix 'ab' overlaps with another provided prefix 'abc'. Prefixes for a single client must not overlap.
                > CLIENT GETREDIR
                (integer) -1
                """);
    }

    @Test
    void in_resp2_without_redirection_nothing_is_said() {
        conversation(
                """
                > CLIENT TRACKING ON
                OK
                > GET key
                (nil)
                B> SET key value
                OK
                > GET key
                "value"
                > CLIENT REPLY SKIP
                > HELLO 3
                B> SET key value
                OK
                A< 1> "invalidate"
                A< 2> 1) "key"
                > GET key
                "value"
                > CLIENT REPLY SKIP
                > HELLO 2
                B> SET key value
                OK
                """);
    }

    @Test
    void above_the_limit_keys_are_forgotten_by_lot_and_that_is_told() {
        var node = new TestNode("--tracking-table-max-keys", "10");
        var reader = node.connect();
        reader.request("HELLO", "3");
        reader.request("CLIENT", "TRACKING", "ON");
        for (int i = 0; i < 10; i++) reader.request("GET", "key:" + i);
        reader.take();
        reader.request("GET", "key:10");
        assertThat(RespText.of(reader.take()))
                .startsWith("(nil)\n1> \"invalidate\"\n2> 1) \"key:")
                .hasLineCount(3);
        for (int i = 11; i < 300; i++) reader.request("GET", "key:" + i);
        assertThat(RespText.of(reader.take()).lines().filter(line -> line.contains("1)")))
                .hasSize(289)
                .doesNotHaveDuplicates();
        assertThat(stats(node))
                .contains("tracking_total_keys:10", "tracking_total_items:10")
                .contains("tracking_total_prefixes:0");
        node.server().settings().assign("tracking-table-max-keys", "0");
        for (int i = 0; i < 100; i++) reader.request("GET", "more:" + i);
        assertThat(stats(node)).contains("tracking_total_keys:110");
    }

    @Test
    void that_a_key_was_evicted_is_told_before_the_reply_to_the_command_that_needed_the_room() {
        var node = new TestNode();
        var client = node.connect();
        client.request("SET", "key", "x".repeat(100_000));
        client.request("HELLO", "3");
        client.request("CLIENT", "TRACKING", "ON");
        client.request("GET", "key");
        client.request("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        client.request("CONFIG", "SET", "notify-keyspace-events", "Ee");
        client.request("SUBSCRIBE", "__keyevent@0__:evicted");
        client.take();
        long used = node.server().memory().used();
        node.server().settings().assign("maxmemory", Long.toString(used - 50_000));
        client.request("GET", "key");
        assertThat(RespText.of(client.take()))
                .isEqualTo(
                        """
                        1> "invalidate"
                        2> 1) "key"
                        1> "message"
                        2> "__keyevent@0__:evicted"
                        3> "key"
                        (nil)
                        """);
    }

    @Test
    void what_is_remembered_is_counted_and_given_back() {
        var node = new TestNode();
        var memory = node.server().memory();
        var readers = List.of(node.connect(), node.connect(), node.connect());
        for (var reader : readers) reader.request("CLIENT", "TRACKING", "ON");
        long before = memory.used();
        for (var reader : readers) {
            for (int i = 0; i < 1000; i++) reader.request("GET", "key number " + i);
        }
        assertThat(memory.used() - before).isBetween(100_000L, 200_000L);
        node.connect().request("FLUSHALL");
        assertThat(memory.used() - before).isLessThan(10_000);
    }

    @Test
    void client_list_and_info_tell_of_those_who_track() {
        var node = new TestNode();
        var one = node.connect();
        one.request("CLIENT", "TRACKING", "ON");
        one.request("GET", "a");
        one.request("GET", "b");
        var other = node.connect();
        other.request("CLIENT", "TRACKING", "ON", "REDIRECT", "1");
        other.request("GET", "a");
        var third = node.connect();
        third.request("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "a", "PREFIX", "b");
        third.take();
        third.request("CLIENT", "LIST");
        var lines = RespText.of(third.take()).replace("\\n", "\n").lines().toList();
        assertThat(lines.get(0)).contains(" flags=t ").contains(" redir=0 ");
        assertThat(lines.get(1)).contains(" flags=t ").contains(" redir=1 ");
        assertThat(lines.get(2)).contains(" flags=tB ").contains(" redir=0 ");
        assertThat(stats(node))
                .contains("tracking_clients:3")
                .contains("tracking_total_keys:2", "tracking_total_items:3")
                .contains("tracking_total_prefixes:2");
        third.disconnect();
        one.disconnect();
        assertThat(stats(node))
                .contains("tracking_clients:1")
                .contains("tracking_total_keys:2", "tracking_total_prefixes:0");
        node.connect().request("MSET", "a", "1", "b", "1");
        assertThat(stats(node)).contains("tracking_total_keys:0", "tracking_total_items:0");
    }

    @Test
    void messages_come_even_to_those_who_want_no_replies() {
        conversation(
                """
                > CLIENT REPLY SKIP
                > HELLO 3
                > CLIENT TRACKING ON
                OK
                > CLIENT REPLY OFF
                > GET key
                B> SET key value
                OK
                A< 1> "invalidate"
                A< 2> 1) "key"
                > GET key
                > SET key value
                1> "invalidate"
                2> 1) "key"
                """);
    }

    @Test
    void of_one_command_a_client_hears_first_the_reply_then_messages_then_what_is_gone() {
        conversation(
                """
                > CONFIG SET notify-keyspace-events KA
                OK
                > CLIENT REPLY SKIP
                > HELLO 3
                > SUBSCRIBE __keyspace@0__:key
                1> "subscribe"
                2> "__keyspace@0__:key"
                3> (integer) 1
                > CLIENT TRACKING ON
                OK
                > GET key
                (nil)
                > SET key value
                OK
                1> "message"
                2> "__keyspace@0__:key"
                3> "set"
                1> "invalidate"
                2> 1) "key"
                """);
    }

    @Test
    void a_session_that_tracks_nothing_stays_ordinary() {
        var node = new TestNode();
        var client = node.connect();
        client.request("CLIENT", "TRACKING", "ON");
        assertThat(client.session().isOrdinary()).isFalse();
        client.request("CLIENT", "TRACKING", "OFF");
        assertThat(client.session().isOrdinary()).isTrue();
    }

    private static String stats(TestNode node) {
        var client = node.connect();
        client.request("INFO", "clients", "stats");
        var text = new String(client.take(), StandardCharsets.UTF_8);
        client.disconnect();
        return text;
    }
}
