package hearsay.node.command;

import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import hearsay.node.server.Session;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConnectionCommandsTest {

    private static final String[] WITH_PASSWORD = {"--requirepass", "sesame"};

    @Test
    void ping_echo_and_select_as_in_redis() {
        twinConversation(
                """
                > PING
                PONG
                > PING hello
                "hello"
                > PING a b
                (error) ERR wrong number of arguments for 'ping' command
                > ECHO ""
                ""
                > SELECT 15
                OK
                > SELECT 16
                (error) ERR DB index is out of range
                > SELECT -1
                (error) ERR DB index is out of range
                > SELECT one
                (error) ERR value is not an integer or out of range
                > SELECT 4294967296
                (error) ERR value is out of range, value must between -2147483648 and 2147483647
                > READONLY
                (error) ERR This instance has cluster support disabled
                > READWRITE
                (error) ERR This instance has cluster support disabled
                > ASKING
                (error) ERR This instance has cluster support disabled
                > CLIENT
                (error) ERR wrong number of arguments for 'client' command
                > CLIENT NOSUCH x
                (error) ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP.
                > client id now
                (error) ERR wrong number of arguments for 'client|id' command
                """);
    }

    @Test
    void unknown_commands_are_repeated_in_the_error_up_to_128_characters() {
        var word = "w".repeat(100);
        twinConversation(
                """
                > %1$s%1$s %1$s %1$s x
                (error) ERR unknown command '%2$s', with args beginning with: '%1$s' '%3$s'\s
                """
                        .formatted(word, "w".repeat(128), "w".repeat(25)));
    }

    @Test
    void auth_without_a_password_configured() {
        twinConversation(
                """
                > AUTH sesame
                (error) ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?
                > AUTH default anything
                OK
                > AUTH alice sesame
                (error) WRONGPASS invalid username-password pair or user is disabled.
                > AUTH a b c
                (error) ERR syntax error
                > AUTH
                (error) ERR wrong number of arguments for 'auth' command
                """);
    }

    @Test
    void a_stranger_may_say_who_it_is_and_little_else() {
        new Conversation(new TestNode(WITH_PASSWORD))
                .hold(
                        """
                        > GET color
                        (error) NOAUTH Authentication required.
                        > NOSUCH
                        (error) ERR unknown command 'NOSUCH', with args beginning with:\\s
                        > GET
                        (error) ERR wrong number of arguments for 'get' command
                        > PING
                        (error) NOAUTH Authentication required.
                        > HELLO 3
                        (error) NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time
                        > AUTH open
                        (error) WRONGPASS invalid username-password pair or user is disabled.
                        > AUTH default sesame
                        OK
                        > PING
                        PONG
                        > RESET
                        RESET
                        > PING
                        (error) NOAUTH Authentication required.
                        > AUTH sesame
                        OK
                        B> RESET
                        RESET
                        B> QUIT
                        OK
                        """
                                .replace("\\s", " "));
    }

    @Test
    void a_new_password_concerns_only_those_who_come_later() {
        var node = new TestNode();
        var talk = new Conversation(node);
        talk.hold("> PING\nPONG\n");
        node.server().settings().assign("requirepass", "sesame");
        talk.hold(
                """
                > PING
                PONG
                B> PING
                (error) NOAUTH Authentication required.
                B> AUTH sesame
                OK
                """);
    }

    @Test
    @DisplayName("58: HELLO introduces the server in the protocol asked for")
    void hello_introduces_the_server_in_the_protocol_asked_for() {
        var talk = new Conversation(new TestNode());
        talk.hold(
                """
                > HELLO
                 1) "server"
                 2) "redis"
                 3) "version"
                 4) "7.2.6"
                 5) "proto"
                 6) (integer) 2
                 7) "id"
                 8) (integer) 1
                 9) "mode"
                10) "standalone"
                11) "role"
                12) "master"
                13) "modules"
                14) (empty array)
                > HELLO 3 SETNAME anna
                1# "server" => "redis"
                2# "version" => "7.2.6"
                3# "proto" => (integer) 3
                4# "id" => (integer) 1
                5# "mode" => "standalone"
                6# "role" => "master"
                7# "modules" => (empty array)
                > CLIENT GETNAME
                "anna"
                """);
    }

    @Test
    void hello_refuses_what_it_does_not_understand() {
        twinConversation(
                """
                > HELLO 4
                (error) NOPROTO unsupported protocol version
                > HELLO 1
                (error) NOPROTO unsupported protocol version
                > HELLO three
                (error) ERR Protocol version is not an integer or out of range
                > HELLO 3 LOUDLY
                (error) ERR Syntax error in HELLO option 'LOUDLY'
                > HELLO 3 AUTH default
                (error) ERR Syntax error in HELLO option 'AUTH'
                > HELLO 3 SETNAME "two words"
                (error) ERR Client names cannot contain spaces, newlines or special characters.
                > HELLO 3 AUTH alice sesame
                (error) WRONGPASS invalid username-password pair or user is disabled.
                > CLIENT GETNAME
                (nil)
                """);
    }

    @Test
    void hello_authenticates_and_switches_in_one_step() {
        var node = new TestNode(WITH_PASSWORD);
        var client = node.connect();
        client.request("HELLO", "3", "AUTH", "default", "sesame", "SETNAME", "anna");
        assertThat(new String(client.take(), StandardCharsets.US_ASCII)).startsWith("%7\r\n");
        assertThat(client.session().isAuthenticated()).isTrue();
        assertThat(client.session().name()).isEqualTo("anna");
    }

    @Test
    void reset_makes_a_session_new() {
        var node = new TestNode();
        var talk = new Conversation(node);
        talk.hold(
                """
                > SELECT 5
                OK
                > CLIENT SETNAME anna
                OK
                > CLIENT SETINFO LIB-NAME jedis
                OK
                > CLIENT NO-TOUCH ON
                OK
                > WATCH color
                OK
                > MULTI
                OK
                > INCR visits
                QUEUED
                > RESET
                RESET
                > EXEC
                (error) ERR EXEC without MULTI
                > CLIENT GETNAME
                (nil)
                """);
        var session = talk.client("A").session();
        assertThat(session.database()).isZero();
        assertThat(session.isOrdinary()).isTrue();
        assertThat(session.libraryName()).isEqualTo("jedis");
        assertThat(node.server().watches().isEmpty()).isTrue();
    }

    @Test
    void listeners_in_resp2_may_do_little_and_in_resp3_everything() {
        var talk = new Conversation(new TestNode());
        talk.client("A").session().kind(Session.Kind.PUBSUB);
        talk.hold(
                """
                > GET color
                (error) ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                > CLIENT LIST
                (error) ERR Can't execute 'client|list': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                > PING
                1) "pong"
                2) ""
                > PING hello
                1) "pong"
                2) "hello"
                > RESET
                RESET
                > PING
                PONG
                > GET color
                (nil)
                """);
        talk.client("B").session().replies().protocol(3);
        talk.client("B").session().kind(Session.Kind.PUBSUB);
        talk.hold("B> GET color\n(nil)\nB> PING\nPONG\n");
    }

    @Test
    void quit_is_answered_and_then_the_connection_ends() {
        var node = new TestNode();
        var client = node.connect();
        client.send("PING\r\nQUIT\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(client.take(), StandardCharsets.US_ASCII))
                .isEqualTo("+PONG\r\n+OK\r\n");
        assertThat(client.isOpen()).isFalse();
        assertThat(node.server().sessions().count()).isZero();
    }

    @Test
    @DisplayName("6: ASKING lasts for one command or one transaction")
    void asking_lasts_for_one_command_or_one_transaction() {
        var node = new TestNode("--cluster-enabled", "yes");
        var talk = new Conversation(node);
        var session = talk.client("A").session();
        talk.hold("> ASKING\nOK\n");
        assertThat(session.isAsking()).isTrue();
        talk.hold("> GET color\n(nil)\n");
        assertThat(session.isAsking()).isFalse();
        talk.hold("> ASKING\nOK\n> MULTI\nOK\n> GET color\nQUEUED\n");
        assertThat(session.isAsking()).isTrue();
        talk.hold("> EXEC\n1) (nil)\n");
        assertThat(session.isAsking()).isFalse();
        talk.hold("> READONLY\nOK\n");
        assertThat(session.isReadOnly()).isTrue();
        talk.hold(
                "> READWRITE\nOK\n> SELECT 1\n(error) ERR SELECT is not allowed in cluster mode\n");
        assertThat(session.isReadOnly()).isFalse();
    }

    @Test
    void a_browser_that_speaks_http_is_cut_off() {
        var node = new TestNode();
        var client = node.connect();
        client.send(
                "POST / HTTP/1.1\r\nHost: x\r\n\r\nINCR visits\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(client.take()).isEmpty();
        assertThat(client.isOpen()).isFalse();
        assertThat(node.log().toString()).contains("Possible SECURITY ATTACK detected");
        new Conversation(node).hold("> GET visits\n(nil)\n");
    }
}
