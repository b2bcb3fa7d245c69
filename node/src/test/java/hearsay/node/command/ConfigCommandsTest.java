package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestDisk;
import hearsay.node.TestNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigCommandsTest {

    @Test
    void settings_are_read_by_pattern_and_changed_together_or_not_at_all() {
        Conversation.conversation(
                """
                > CONFIG GET maxcl* TIMEOUT
                1) "maxclients"
                2) "10000"
                3) "TIMEOUT"
                4) "0"
                > CONFIG SET timeout 30 maxclients 50
                OK
                > CONFIG GET timeout maxclients
                1) "timeout"
                2) "30"
                3) "maxclients"
                4) "50"
                > CONFIG SET timeout 60 maxclients nobody
                (error) ERR CONFIG SET failed (possibly related to argument 'maxclients') - argument couldn't be parsed into an integer
                > CONFIG GET timeout
                1) "timeout"
                2) "30"
                > CONFIG SET port-of-call 1
                (error) ERR Unknown option or number of arguments for CONFIG SET - 'port-of-call'
                > CONFIG SET timeout 60 maxclients
                (error) ERR syntax error
                > CONFIG SET databases 3
                (error) ERR CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config
                > CONFIG GET nothing-like-this
                (empty array)
                > CONFIG FORGET
                (error) ERR unknown subcommand 'FORGET'. Try CONFIG HELP.
                > CONFIG GET
                (error) ERR wrong number of arguments for 'config|get' command
                """);
    }

    @Test
    void the_number_of_databases_comes_from_the_settings() {
        new Conversation(new TestNode("--databases", "2"))
                .hold(
                        """
                        > SELECT 1
                        OK
                        > SELECT 2
                        (error) ERR DB index is out of range
                        """);
    }

    @Test
    void resetstat_sets_the_counters_to_zero() {
        var node = new TestNode();
        new Conversation(node)
                .hold(
                        """
                        > GET nothing
                        (nil)
                        > INCR
                        (error) ERR wrong number of arguments for 'incr' command
                        > CONFIG RESETSTAT
                        OK
                        > INFO errorstats
                        "# Errorstats\\r\\n"
                        """);
        assertThat(node.server().keyspaces().misses()).isZero();
        assertThat(node.server().statistics().errorReplies).isZero();
        assertThat(node.server().statistics().connectionsReceived).isZero();
    }

    @Test
    void rewrite_needs_a_file() {
        Conversation.conversation(
                """
                > CONFIG REWRITE
                (error) ERR The server is running without a config file
                """);
    }

    @Test
    void rewrite_changes_the_lines_that_have_changed_and_leaves_the_rest() throws IOException {
        var disk = new TestDisk().with("/etc/redis.conf", "# my own\nport 7001\ntimeout 5\n");
        new Conversation(new TestNode(disk, "/etc/redis.conf"))
                .hold(
                        """
                        > CONFIG SET timeout 10 maxclients 20
                        OK
                        > CONFIG REWRITE
                        OK
                        """);
        assertThat(disk.text("/etc/redis.conf"))
                .contains("# my own\n", "port 7001\n", "timeout 10\n", "maxclients 20\n")
                .doesNotContain("timeout 5");
    }

    @Test
    void a_disk_that_refuses_is_told_of() {
        var disk = new TestDisk().with("/readonly/redis.conf", "port 7001\n");
        new Conversation(new TestNode(disk, "/readonly/redis.conf"))
                .hold(
                        """
                        > CONFIG REWRITE
                        (error) ERR Rewriting config file: Read-only file system
                        """);
    }
}
