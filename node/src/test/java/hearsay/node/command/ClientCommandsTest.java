package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import hearsay.node.server.Session;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClientCommandsTest {

    private final TestNode node = new TestNode();
    private final Conversation talk = new Conversation(node);

    @Test
    void names_and_settings_of_a_connection() {
        twinConversation(
                """
                > CLIENT GETNAME
                (nil)
                > CLIENT SETNAME anna
                OK
                > CLIENT GETNAME
                "anna"
                > CLIENT SETNAME "anna b"
                (error) ERR Client names cannot contain spaces, newlines or special characters.
                > CLIENT SETNAME ""
                OK
                > CLIENT GETNAME
                (nil)
                > CLIENT NO-EVICT ON
                OK
                > CLIENT NO-EVICT maybe
                (error) ERR syntax error
                > CLIENT NO-EVICT OFF
                OK
                > CLIENT GETREDIR
                (integer) -1
                > CLIENT TRACKINGINFO
                1) "flags"
                2) 1) "off"
                3) "redirect"
                4) (integer) -1
                5) "prefixes"
                6) (empty array)
                > CLIENT CACHING YES
                (error) ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled
                > CLIENT TRACKING OFF
                OK
                > CLIENT TRACKING maybe
                (error) ERR syntax error
                > CLIENT REPLY maybe
                (error) ERR syntax error
                > CLIENT PAUSE soon
                (error) ERR timeout is not an integer or out of range
                > CLIENT PAUSE -1
                (error) ERR timeout is negative
                > CLIENT PAUSE 1 SOME
                (error) ERR CLIENT PAUSE mode must be WRITE or ALL
                > CLIENT PAUSE 0
                OK
                > CLIENT UNBLOCK 99
                (integer) 0
                > CLIENT UNBLOCK 99 LATER
                (error) ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR
                > CLIENT UNBLOCK x
                (error) ERR value is not an integer or out of range
                > CLIENT LIST TYPE alien
                (error) ERR Unknown client type 'alien'
                > CLIENT LIST ID x
                (error) ERR Invalid client ID
                > CLIENT LIST ALL
                (error) ERR syntax error
                > CLIENT LIST TYPE master
                ""
                > CLIENT KILL 127.0.0.1:1
                (error) ERR No such client
                > CLIENT KILL ID
                (error) ERR No such client
                > CLIENT KILL ID 0
                (error) ERR client-id should be greater than 0
                > CLIENT KILL TYPE alien
                (error) ERR Unknown client type 'alien'
                > CLIENT KILL USER alice
                (error) ERR No such user 'alice'
                > CLIENT KILL SKIPME maybe
                (error) ERR syntax error
                > CLIENT KILL ID 1 TYPE
                (error) ERR syntax error
                > CLIENT KILL ID 99999
                (integer) 0
                """);
    }

    @Test
    @DisplayName("58: CLIENT SETINFO and NO-TOUCH, new in 7.2")
    void what_is_new_in_7_2() {
        conversation(
                """
                > CLIENT SETINFO LIB-NAME jedis
                OK
                > CLIENT SETINFO lib-ver "5 0"
                (error) ERR lib-ver cannot contain spaces, newlines or special characters.
                > CLIENT SETINFO COLOR red
                (error) ERR Unrecognized option 'COLOR'
                > CLIENT NO-TOUCH ON
                OK
                > CLIENT NO-TOUCH OFF
                OK
                """);
    }

    @Test
    void client_list_has_a_line_for_everybody_with_the_fields_of_7_2() {
        talk.hold(
                """
                > CLIENT SETNAME anna
                OK
                > CLIENT SETINFO LIB-NAME jedis
                OK
                > CLIENT SETINFO LIB-VER 5.1
                OK
                B> SELECT 3
                OK
                B> MULTI
                OK
                B> INCR visits
                QUEUED
                ... 12000 ms pass
                """);
        talk.client("A").request("CLIENT", "LIST");
        var lines = new String(talk.client("A").take(), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1))
                .matches(
                        "id=1 addr=127\\.0\\.0\\.1:50001 laddr=127\\.0\\.0\\.1:6379 fd=-1 name=anna"
                                + " age=12 idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 qbuf=\\d+"
                                + " qbuf-free=\\d+ argv-mem=10 multi-mem=0 rbs=\\d+ rbp=\\d+ obl=0"
                                + " oll=0 omem=0 tot-mem=\\d+ events=r cmd=client\\|list user=default"
                                + " redir=-1 resp=2 lib-name=jedis lib-ver=5.1");
        assertThat(lines.get(2))
                .startsWith("id=2 addr=127.0.0.1:50002 ")
                .contains(" age=12 idle=12 flags=x db=3 ", " multi=1 ", " cmd=incr ")
                .endsWith(" resp=2 lib-name= lib-ver=");
    }

    @Test
    void client_list_can_be_asked_for_some_and_client_info_for_oneself() {
        talk.hold("> PING\nPONG\nB> PING\nPONG\nC> PING\nPONG\n");
        talk.client("C").session().kind(Session.Kind.PUBSUB);
        assertThat(ids("CLIENT", "LIST", "ID", "3", "1", "17")).isEqualTo("31");
        assertThat(ids("CLIENT", "LIST", "TYPE", "normal")).isEqualTo("12");
        assertThat(ids("CLIENT", "LIST", "TYPE", "PUBSUB")).isEqualTo("3");
        assertThat(ids("CLIENT", "INFO")).isEqualTo("1");
        talk.client("A").request("HELLO", "3");
        talk.client("A").take();
        talk.client("A").request("CLIENT", "INFO");
        assertThat(new String(talk.client("A").take(), StandardCharsets.UTF_8))
                .matches("(?s)=\\d+\r\ntxt:id=1 .* resp=3 lib-name= lib-ver=\n\r\n");
    }

    private String ids(String... request) {
        talk.client("A").request(request);
        var ids = new StringBuilder();
        new String(talk.client("A").take(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("id="))
                .forEach(line -> ids.append(line, 3, line.indexOf(' ')));
        return ids.toString();
    }

    @Test
    void kill_ends_others_at_once_and_oneself_after_the_reply() {
        talk.hold("> PING\nPONG\nB> PING\nPONG\nC> PING\nPONG\nD> PING\nPONG\n");
        talk.hold("> CLIENT KILL 127.0.0.1:50002\nOK\n");
        assertThat(talk.client("B").isOpen()).isFalse();
        talk.hold("> CLIENT KILL ID 3 ADDR 127.0.0.1:50004\n(integer) 0\n");
        talk.hold(
                "> CLIENT KILL ADDR 127.0.0.1:50003 LADDR 127.0.0.1:6379 USER default\n(integer) 1\n");
        assertThat(talk.client("C").isOpen()).isFalse();
        talk.hold("> CLIENT KILL TYPE normal SKIPME no\n(integer) 2\n");
        assertThat(talk.client("A").isOpen()).isFalse();
        assertThat(talk.client("D").isOpen()).isFalse();
        assertThat(node.server().sessions().count()).isZero();
    }

    @Test
    void kill_by_type_spares_oneself() {
        talk.hold("> PING\nPONG\nB> PING\nPONG\n");
        talk.client("B").session().kind(Session.Kind.REPLICA);
        talk.hold(
                """
                > CLIENT KILL TYPE pubsub
                (integer) 0
                > CLIENT KILL TYPE slave
                (integer) 1
                > CLIENT KILL TYPE normal
                (integer) 0
                > PING
                PONG
                """);
    }

    @Test
    void replies_can_be_switched_off_or_skipped_once() {
        talk.hold(
                """
                > CLIENT REPLY SKIP
                > INCR visits
                > INCR visits
                (integer) 2
                > CLIENT REPLY OFF
                > INCR visits
                > NOSUCH
                > GET
                > CLIENT REPLY SKIP
                > CLIENT REPLY ON
                OK
                > GET visits
                "3"
                > CLIENT REPLY SKIP
                > CLIENT REPLY SKIP
                > PING
                > PING
                PONG
                """);
    }

    @Test
    void no_touch_leaves_the_time_of_last_use_alone() {
        talk.hold("> SET color red\nOK\n> CLIENT NO-TOUCH ON\nOK\n... 5000 ms pass\n");
        talk.hold("> GET color\n\"red\"\n");
        long used = lastUsed("color");
        talk.hold("B> GET color\n\"red\"\n");
        assertThat(lastUsed("color") - used).isEqualTo(5);
    }

    private long lastUsed(String key) {
        var entry = node.server().keyspaces().get(0).find(key.getBytes(StandardCharsets.US_ASCII));
        return Objects.requireNonNull(entry).lastUsedSeconds();
    }

    @Test
    void help_lists_every_subcommand() {
        talk.client("A").request("CLIENT", "HELP");
        var help = new String(talk.client("A").take(), StandardCharsets.UTF_8);
        assertThat(help)
                .startsWith(
                        "*54\r\n+CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:\r\n")
                .endsWith("+HELP\r\n+    Print this help.\r\n");
        for (var sub : ClientCommands.TABLE.getFirst().subcommands()) {
            assertThat(help).contains("\n+" + sub.name());
        }
    }
}
