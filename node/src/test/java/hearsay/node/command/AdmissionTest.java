package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.Conversation;
import hearsay.node.TestNode;
import hearsay.node.server.Conditions.Condition;
import hearsay.node.server.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final TestNode node = new TestNode();
    private final Conversation talk = new Conversation(node);

    private void given(Condition... conditions) {
        for (var condition : conditions) node.server().conditions().set(condition, true);
    }

    @Test
    @DisplayName("42: a read-only replica refuses writes of clients, in transactions too")
    void read_only() {
        given(Condition.REPLICA, Condition.READ_ONLY);
        talk.hold(
                """
                > SET color red
                (error) READONLY You can't write against a read only replica.
                > GET color
                (nil)
                > MULTI
                OK
                > GET color
                QUEUED
                > INCR visits
                (error) READONLY You can't write against a read only replica.
                > EXEC
                (error) EXECABORT Transaction discarded because of previous errors.
                """);
    }

    @Test
    @DisplayName("42: a node that becomes a replica refuses a transaction with writes at its end")
    void read_only_at_exec() {
        talk.hold("> MULTI\nOK\n> INCR visits\nQUEUED\nB> MULTI\nOK\nB> GET visits\nQUEUED\n");
        given(Condition.REPLICA, Condition.READ_ONLY);
        talk.hold(
                """
                > EXEC
                (error) EXECABORT Transaction discarded because of: READONLY You can't write against a read only replica.
                > EXEC
                (error) ERR EXEC without MULTI
                B> EXEC
                1) (nil)
                """);
    }

    @Test
    @DisplayName("42: our master is obeyed without a reply")
    void master() {
        given(Condition.REPLICA, Condition.READ_ONLY, Condition.STALE, Condition.TOO_FEW_REPLICAS);
        node.server().conditions().set(Condition.TOO_FEW_REPLICAS, false);
        var master = talk.client("M");
        master.session().kind(Session.Kind.MASTER);
        node.server().conditions().set(Condition.STALE, false);
        talk.hold("M> SET color red\nM> NOSUCH\n> GET color\n\"red\"\n");
        assertThat(node.log())
                .anyMatch(
                        line -> line.startsWith("== CRITICAL == This replica is sending an error"));
    }

    @Test
    @DisplayName("42: a replica without its master does not answer from old data")
    void stale() {
        given(Condition.REPLICA, Condition.STALE);
        talk.hold(
                """
                > GET color
                (error) MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.
                > PING
                (error) MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.
                > CLIENT GETNAME
                (nil)
                > MULTI
                OK
                > EXEC
                (empty array)
                """);
    }

    @Test
    @DisplayName("42: without enough good replicas nothing is written")
    void too_few_replicas() {
        given(Condition.TOO_FEW_REPLICAS);
        talk.hold(
                """
                > INCR visits
                (error) NOREPLICAS Not enough good replicas to write.
                > GET visits
                (nil)
                """);
    }

    @Test
    void while_loading_only_what_needs_no_data_is_served() {
        given(Condition.LOADING);
        talk.hold(
                """
                > GET color
                (error) LOADING Redis is loading the dataset in memory
                > PING
                (error) LOADING Redis is loading the dataset in memory
                > ECHO hello
                "hello"
                > HELLO 4
                (error) NOPROTO unsupported protocol version
                """);
    }

    @Test
    void who_is_wrong_twice_hears_of_the_first() {
        var closed = new TestNode("--requirepass", "sesame");
        closed.server().conditions().set(Condition.LOADING, true);
        closed.server().conditions().set(Condition.READ_ONLY, true);
        closed.server().conditions().set(Condition.TOO_FEW_REPLICAS, true);
        var conversation = new Conversation(closed);
        conversation.hold(
                """
                > SET color
                (error) ERR wrong number of arguments for 'set' command
                > SET color red
                (error) NOAUTH Authentication required.
                > AUTH sesame
                OK
                > SET color red
                (error) NOREPLICAS Not enough good replicas to write.
                """);
        closed.server().conditions().set(Condition.TOO_FEW_REPLICAS, false);
        conversation.hold(
                """
                > SET color red
                (error) READONLY You can't write against a read only replica.
                """);
        closed.server().conditions().set(Condition.READ_ONLY, false);
        closed.server().conditions().set(Condition.STALE, true);
        conversation.client("A").session().kind(Session.Kind.PUBSUB);
        conversation.hold(
                """
                > SET color red
                (error) ERR Can't execute 'set': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                > PING
                (error) MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.
                """);
    }

    /// Its link carries the stream: an answer would be taken for a part of it.
    @Test
    void a_replica_that_touches_keys_is_disconnected() {
        var replica = talk.client("R");
        replica.session().kind(Session.Kind.REPLICA);
        replica.request("GET", "color");
        assertThat(replica.isOpen()).isFalse();
        assertThat(replica.take()).isEmpty();
    }

    @Test
    @DisplayName(
            "2-5: keys are routed before anything is asked about replicas, keyless commands never")
    void routing() {
        var asked = new ArrayList<String>();
        var cluster = new TestNode("--cluster-enabled", "yes");
        cluster.dispatcher()
                .route((session, command, request) -> {
                    asked.add(command.fullName());
                    return request.count() > 1 && request.text(1).equals("here")
                            ? null
                            : "MOVED 866 127.0.0.1:7001";
                });
        cluster.server().conditions().set(Condition.TOO_FEW_REPLICAS, true);
        new Conversation(cluster)
                .hold(
                        """
                        > SET there 1
                        (error) MOVED 866 127.0.0.1:7001
                        > SET here 1
                        (error) NOREPLICAS Not enough good replicas to write.
                        > PING
                        PONG
                        > MULTI
                        OK
                        > GET here
                        QUEUED
                        > EXEC
                        (error) MOVED 866 127.0.0.1:7001
                        > EXEC
                        (error) MOVED 866 127.0.0.1:7001
                        > MULTI
                        OK
                        > GET there
                        (error) MOVED 866 127.0.0.1:7001
                        > DISCARD
                        OK
                        """);
        assertThat(asked).isEqualTo(List.of("set", "set", "get", "exec", "exec", "get"));
    }

    @Test
    void everything_is_counted_by_command_and_by_code() {
        talk.hold(
                """
                > SET color red
                OK
                > INCR color
                (error) ERR value is not an integer or out of range
                > INCR
                (error) ERR wrong number of arguments for 'incr' command
                > NOSUCH
                (error) ERR unknown command 'NOSUCH', with args beginning with:\\s
                > HELLO 9
                (error) NOPROTO unsupported protocol version
                > MULTI
                OK
                > INCR visits
                QUEUED
                > NOSUCH
                (error) ERR unknown command 'NOSUCH', with args beginning with:\\s
                > EXEC
                (error) EXECABORT Transaction discarded because of previous errors.
                > CLIENT GETNAME
                (nil)
                """
                        .replace("\\s", " "));
        assertThat(counted("set")).isEqualTo("1 0 0");
        assertThat(counted("incr")).isEqualTo("1 1 1");
        assertThat(counted("exec")).isEqualTo("1 0 1");
        assertThat(counted("client|getname")).isEqualTo("1 0 0");
        assertThat(node.server().commandStatistics().errors().toString())
                .isEqualTo("{ERR=4, EXECABORT=1, NOPROTO=1}");
        assertThat(node.server().statistics().commandsProcessed).isEqualTo(6);
        assertThat(node.server().statistics().errorReplies).isEqualTo(6);
        node.server().commandStatistics().reset();
        assertThat(counted("incr")).isEqualTo("0 0 0");
    }

    private String counted(String fullName) {
        for (var command : node.dispatcher().table().all()) {
            for (var one : command.isContainer() ? command.subcommands() : List.of(command)) {
                if (!one.fullName().equals(fullName)) continue;
                var line = node.server().commandStatistics().of(one.number());
                return line.calls() + " " + line.rejected() + " " + line.failed();
            }
        }
        throw new IllegalArgumentException(fullName);
    }
}
