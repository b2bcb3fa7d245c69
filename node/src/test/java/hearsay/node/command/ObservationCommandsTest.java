package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static hearsay.node.TwinConversation.twinConversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.RespText;
import hearsay.node.TestNode;
import org.junit.jupiter.api.Test;

class ObservationCommandsTest {

    private final TestNode node = new TestNode("--enable-debug-command", "yes");

    private void hold(String conversation) {
        new Conversation(node).hold(conversation);
    }

    // SLOWLOG.

    @Test
    void what_takes_ten_milliseconds_is_in_the_slow_log() {
        hold(
                """
                > SLOWLOG GET
                (empty array)
                > DEBUG SLEEP 0.009
                OK
                > SLOWLOG LEN
                (integer) 0
                > CLIENT SETNAME ann
                OK
                > DEBUG SLEEP 0.010
                OK
                > SLOWLOG LEN
                (integer) 1
                > SLOWLOG GET
                1) 1) (integer) 0
                   2) (integer) 1700000000
                   3) (integer) 10000
                   4) 1) "DEBUG"
                      2) "SLEEP"
                      3) "0.010"
                   5) "127.0.0.1:50001"
                   6) "ann"
                > SLOWLOG RESET
                OK
                > SLOWLOG GET -1
                (empty array)
                > DEBUG SLEEP 2
                OK
                > SLOWLOG GET 1
                1) 1) (integer) 1
                   2) (integer) 1700000002
                   3) (integer) 2000000
                   4) 1) "DEBUG"
                      2) "SLEEP"
                      3) "2"
                   5) "127.0.0.1:50001"
                   6) "ann"
                """);
    }

    @Test
    void the_newest_come_first_and_the_oldest_are_forgotten() {
        hold(
                """
                > CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 3
                OK
                > SLOWLOG RESET
                OK
                > GET a
                (nil)
                > GET b
                (nil)
                > GET c
                (nil)
                > SLOWLOG LEN
                (integer) 3
                > CONFIG SET slowlog-log-slower-than -1
                OK
                > GET d
                (nil)
                > SLOWLOG GET 2
                1) 1) (integer) 5
                   2) (integer) 1700000000
                   3) (integer) 0
                   4) 1) "SLOWLOG"
                      2) "LEN"
                   5) "127.0.0.1:50001"
                   6) ""
                2) 1) (integer) 4
                   2) (integer) 1700000000
                   3) (integer) 0
                   4) 1) "GET"
                      2) "c"
                   5) "127.0.0.1:50001"
                   6) ""
                """);
    }

    @Test
    void long_requests_and_long_words_are_shortened() {
        var client = node.connect();
        client.request("CONFIG", "SET", "slowlog-log-slower-than", "0");
        var many = new String[41];
        java.util.Arrays.fill(many, "k");
        many[0] = "DEL";
        client.request(many);
        client.request("SET", "k", "x".repeat(200));
        client.take();
        client.request("SLOWLOG", "GET", "2");
        assertThat(RespText.of(client.take()))
                .contains("3) \"" + "x".repeat(128) + "... (72 more bytes)\"")
                .contains("31) \"k\"")
                .contains("32) \"... (10 more arguments)\"")
                .doesNotContain("33)");
    }

    @Test
    void passwords_are_in_no_log() {
        hold(
                """
                > CONFIG SET slowlog-log-slower-than 0
                OK
                > CONFIG SET requirepass secret maxclients 100
                OK
                > AUTH secret
                OK
                > CONFIG SET slowlog-log-slower-than -1
                OK
                > SLOWLOG GET 2
                1) 1) (integer) 2
                   2) (integer) 1700000000
                   3) (integer) 0
                   4) 1) "AUTH"
                      2) "(redacted)"
                   5) "127.0.0.1:50001"
                   6) ""
                2) 1) (integer) 1
                   2) (integer) 1700000000
                   3) (integer) 0
                   4) 1) "CONFIG"
                      2) "SET"
                      3) "requirepass"
                      4) "(redacted)"
                      5) "maxclients"
                      6) "100"
                   5) "127.0.0.1:50001"
                   6) ""
                """);
    }

    @Test
    void of_a_transaction_the_commands_are_logged_and_exec_is_not() {
        hold(
                """
                > CONFIG SET slowlog-log-slower-than 10000
                OK
                > MULTI
                OK
                > DEBUG SLEEP 0.02
                QUEUED
                > EXEC
                1) OK
                > SLOWLOG GET
                1) 1) (integer) 0
                   2) (integer) 1700000000
                   3) (integer) 20000
                   4) 1) "DEBUG"
                      2) "SLEEP"
                      3) "0.02"
                   5) "127.0.0.1:50001"
                   6) ""
                """);
    }

    @Test
    void who_has_waited_in_vain_was_not_slow() {
        hold(
                """
                > CONFIG SET slowlog-log-slower-than 0
                OK
                > SLOWLOG RESET
                OK
                > BLPOP list 2
                ... 3000 ms pass
                A< (nil)
                > SLOWLOG GET 1
                1) 1) (integer) 2
                   2) (integer) 1700000002
                   3) (integer) 0
                   4) 1) "BLPOP"
                      2) "list"
                      3) "2"
                   5) "127.0.0.1:50001"
                   6) ""
                """);
    }

    @Test
    void wrong_questions_about_slowness() {
        twinConversation(
                """
                > SLOWLOG GET -2
                (error) ERR count should be greater than or equal to -1
                > SLOWLOG GET some
                (error) ERR count should be greater than or equal to -1
                > SLOWLOG GET 1 2
                (error) ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.
                > SLOWLOG LEN 1
                (error) ERR wrong number of arguments for 'slowlog|len' command
                > SLOWLOG SOMETHING
                (error) ERR unknown subcommand 'SOMETHING'. Try SLOWLOG HELP.
                > SLOWLOG
                (error) ERR wrong number of arguments for 'slowlog' command
                """);
    }

    // MONITOR.

    @Test
    void who_monitors_sees_every_command() {
        hold(
                """
                M> MONITOR
                OK
                > SET k "a \\"b\\"\\n\\x00"
                OK
                M< 1700000000.000000 [0 127.0.0.1:50002] "SET" "k" "a \\"b\\"\\n\\x00"
                > SELECT 1
                OK
                M< 1700000000.000000 [1 127.0.0.1:50002] "SELECT" "1"
                > get
                (error) ERR wrong number of arguments for 'get' command
                > INCR k x
                (error) ERR wrong number of arguments for 'incr' command
                > CONFIG GET maxclients
                1) "maxclients"
                2) "10000"
                > MULTI
                OK
                M< 1700000000.000000 [1 127.0.0.1:50002] "MULTI"
                > GET k
                QUEUED
                > EXEC
                1) (nil)
                M< 1700000000.000000 [1 127.0.0.1:50002] "GET" "k"
                M< 1700000000.000000 [1 127.0.0.1:50002] "EXEC"
                """);
    }

    @Test
    void passwords_are_shown_to_nobody() {
        hold(
                """
                M> MONITOR
                OK
                > AUTH ann secret
                (error) WRONGPASS invalid username-password pair or user is disabled.
                M< 1700000000.000000 [0 127.0.0.1:50002] "AUTH" "(redacted)" "(redacted)"
                > HELLO 2 AUTH ann secret SETNAME x
                (error) WRONGPASS invalid username-password pair or user is disabled.
                M< 1700000000.000000 [0 127.0.0.1:50002] "HELLO" "2" "AUTH" "(redacted)" "(redacted)" "SETNAME" "x"
                """);
    }

    @Test
    void who_monitors_may_not_touch_keys_until_it_resets() {
        hold(
                """
                M> MONITOR
                OK
                M> MONITOR
                M> GET k
                (error) ERR Replica can't interact with the keyspace
                M> PING
                PONG
                1700000000.000000 [0 127.0.0.1:50001] "PING"
                M> RESET
                RESET
                M> GET k
                (nil)
                > PING
                PONG
                M> MULTI
                OK
                M> MONITOR
                QUEUED
                M> EXEC
                1) (error) ERR MONITOR isn't allowed for DENY BLOCKING client
                """);
    }

    @Test
    void a_monitor_is_a_normal_client_with_a_letter_of_its_own() {
        var monitor = node.connect();
        monitor.request("MONITOR");
        var other = node.connect();
        other.request("CLIENT", "LIST", "TYPE", "normal");
        assertThat(RespText.of(other.take())).contains("flags=O").contains("cmd=monitor");
        monitor.disconnect();
        other.request("PING");
        assertThat(node.server().observation().limit()).isPositive();
    }

    @Test
    void who_does_not_read_what_it_monitors_is_cut_off() {
        var monitor = node.connect();
        monitor.request("CONFIG", "SET", "client-output-buffer-limit", "normal 20000 0 0");
        monitor.request("MONITOR");
        monitor.stopReading();
        var other = node.connect();
        for (int i = 0; i < 10; i++) other.request("SET", "k", "x".repeat(4000));
        assertThat(monitor.isOpen()).isFalse();
        assertThat(node.server().statistics().outputLimitDisconnections).isEqualTo(1);
        other.take();
        other.request("GET", "k");
        assertThat(other.take()).hasSizeGreaterThan(4000);
    }

    @Test
    void who_waits_is_shown_once() {
        hold(
                """
                M> MONITOR
                OK
                > BLPOP list 0
                M< 1700000000.000000 [0 127.0.0.1:50002] "BLPOP" "list" "0"
                C> RPUSH list a
                (integer) 1
                M< 1700000000.000000 [0 127.0.0.1:50003] "RPUSH" "list" "a"
                A< 1) "list"
                A< 2) "a"
                """);
    }

    // LATENCY.

    @Test
    void what_takes_longer_than_the_threshold_is_remembered_by_the_second() {
        hold(
                """
                > DEBUG SLEEP 0.5
                OK
                > LATENCY LATEST
                (empty array)
                > CONFIG SET latency-monitor-threshold 100
                OK
                > DEBUG SLEEP 0.5
                OK
                > DEBUG SLEEP 0.09
                OK
                > DEBUG SLEEP 0.3
                OK
                > DEBUG SLEEP 0.2
                OK
                > LATENCY LATEST
                1) 1) "command"
                   2) (integer) 1700000001
                   3) (integer) 500
                   4) (integer) 500
                ... 1000 ms pass
                > DEBUG SLEEP 1.5
                OK
                > LATENCY HISTORY command
                1) 1) (integer) 1700000001
                   2) (integer) 500
                2) 1) (integer) 1700000004
                   2) (integer) 1500
                > LATENCY HISTORY nothing
                (empty array)
                > LATENCY LATEST
                1) 1) "command"
                   2) (integer) 1700000004
                   3) (integer) 1500
                   4) (integer) 1500
                > LATENCY RESET nothing COMMAND
                (integer) 1
                > LATENCY RESET
                (integer) 0
                > LATENCY LATEST
                (empty array)
                """);
    }

    @Test
    void cycles_are_measured_only_if_somebody_wants_to_know() {
        var observation = node.server().observation();
        long began = observation.began();
        node.pass(500);
        observation.ended("expire-cycle", began);
        assertThat(observation.latency().events()).isEmpty();
        hold(
                """
                > CONFIG SET latency-monitor-threshold 100
                OK
                """);
        began = observation.began();
        node.pass(500);
        observation.ended("expire-cycle", began);
        hold(
                """
                > LATENCY LATEST
                1) 1) "expire-cycle"
                   2) (integer) 1700000001
                   3) (integer) 500
                   4) (integer) 500
                """);
    }

    @Test
    void the_graph_is_that_of_redis() {
        hold(
                """
                > CONFIG SET latency-monitor-threshold 1
                OK
                > DEBUG SLEEP 0.6
                OK
                ... 1000 ms pass
                > DEBUG SLEEP 0.2
                OK
                ... 1000 ms pass
                > DEBUG SLEEP 1.2
                OK
                ... 60000 ms pass
                > DEBUG SLEEP 0.54
                OK
                > LATENCY GRAPH command
                "command - high 1200 ms, low 200 ms (all time high 1200 ms)\\n--------------------------------------------------------------------------------\\n  # \\n  | \\no |o\\n|_||\\n    \\n1110\\nmmms\\n"
                > LATENCY GRAPH nothing
                (error) ERR No samples available for event 'nothing'
                """);
    }

    @Test
    void the_doctor_has_seen_what_there_was() {
        hold(
                """
                > LATENCY DOCTOR
                "Latency is not monitored on this node. \\"CONFIG SET latency-monitor-threshold <milliseconds>\\" switches it on.\\n"
                > CONFIG SET latency-monitor-threshold 5
                OK
                > LATENCY DOCTOR
                "Nothing has taken as long as 5 ms. There is nothing to be treated.\\n"
                > DEBUG SLEEP 0.01
                OK
                > LATENCY DOCTOR
                "Some things have taken long on this node:\\n\\n1. command: 1 latency spikes (average 10ms, mean deviation 0ms, period 1.00 sec). Worst all time event 10ms.\\n\\nWhat may help:\\n\\n- The slow log overlooks some of these commands: \\"CONFIG SET slowlog-log-slower-than 5000\\" lets it see them.\\n- SLOWLOG GET tells which commands took long.\\n- Work on a large value holds everybody else up: several smaller values, and UNLINK instead of DEL, do not.\\n"
                """);
    }

    @Test
    void calls_are_counted_by_how_long_they_took() {
        hold(
                """
                > LATENCY HISTOGRAM debug
                (empty array)
                > DEBUG SLEEP 0.01
                OK
                > DEBUG SLEEP 0.2
                OK
                > DEBUG SLEEP 0.54
                OK
                > DEBUG SLEEP 3
                OK
                > DEBUG SLEEP 3
                OK
                > LATENCY HISTOGRAM debug nothing config|get
                1) "debug"
                2) 1) "calls"
                   2) (integer) 5
                   3) "histogram_usec"
                   4) 1) (integer) 16908
                      2) (integer) 1
                      3) (integer) 270532
                      4) (integer) 2
                      5) (integer) 541065
                      6) (integer) 3
                      7) (integer) 1073741
                      8) (integer) 5
                > CONFIG GET latency-tracking
                1) "latency-tracking"
                2) "yes"
                > LATENCY HISTOGRAM config
                1) "config|get"
                2) 1) "calls"
                   2) (integer) 1
                   3) "histogram_usec"
                   4) 1) (integer) 1
                      2) (integer) 1
                > CONFIG RESETSTAT
                OK
                > LATENCY HISTOGRAM
                1) "config|resetstat"
                2) 1) "calls"
                   2) (integer) 1
                   3) "histogram_usec"
                   4) 1) (integer) 1
                      2) (integer) 1
                """);
    }

    @Test
    void wrong_questions_about_latency() {
        twinConversation(
                """
                > LATENCY
                (error) ERR wrong number of arguments for 'latency' command
                > LATENCY GRAPH
                (error) ERR wrong number of arguments for 'latency|graph' command
                > LATENCY GRAPH x
                (error) ERR No samples available for event 'x'
                > LATENCY HISTORY
                (error) ERR wrong number of arguments for 'latency|history' command
                > LATENCY SOMETHING
                (error) ERR unknown subcommand 'SOMETHING'. Try LATENCY HELP.
                > LATENCY HISTOGRAM nosuch
                (empty array)
                > MONITOR now
                (error) ERR wrong number of arguments for 'monitor' command
                """);
    }

    @Test
    void help_names_every_subcommand() {
        conversation(
                """
                > SLOWLOG HELP
                 1) SLOWLOG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
                 2) GET [<count>]
                 3)     Shows the newest entries, 10 unless told otherwise, all of them for -1.
                 4)     An entry is: number, Unix time, microseconds, the request's words, the
                 5)     client's address, the client's name.
                 6) LEN
                 7)     Tells how many entries there are.
                 8) RESET
                 9)     Forgets all entries.
                10) HELP
                11)     Print this help.
                """);
    }
}
