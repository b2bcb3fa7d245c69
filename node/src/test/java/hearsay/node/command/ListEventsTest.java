package hearsay.node.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.RealRedis;
import hearsay.node.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The keyspace events of commands on lists, in their order, and what replicas are told; a real
/// redis-server publishes the same events.
class ListEventsTest {

    private static final String EVENTS = "EAnm";

    private final TestNode node = new TestNode("--notify-keyspace-events", EVENTS);
    private final TestNode.Client client = node.connect();
    private final TestNode.Client listener = node.connect();
    private final List<String> done = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    private List<String> events(String... requests) {
        if (done.isEmpty()) {
            listener.request("PSUBSCRIBE", "*");
            listener.take();
        }
        for (var request : requests) {
            done.add(request);
            client.request(request.split(" "));
            client.take();
        }
        var events = parsed(new String(listener.take(), ISO_8859_1));
        heard.addAll(events);
        return events;
    }

    private static List<String> parsed(String raw) {
        return Pattern.compile("__keyevent@\\d+__:(\\w+)\r\n\\$\\d+\r\n(.*)\r\n")
                .matcher(raw)
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .toList();
    }

    @AfterEach
    void redis_does_the_same() throws IOException {
        try (var redis = RealRedis.startOrSkip("--notify-keyspace-events", EVENTS);
                var socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write("PSUBSCRIBE *\r\n".getBytes(ISO_8859_1));
            for (int i = 0; i < 3; i++) redis.ask("PING");
            for (var request : done) redis.ask(request.split(" "));
            for (int i = 0; i < 3; i++) redis.ask("PING");
            var in = socket.getInputStream();
            var raw = new String(in.readNBytes(in.available()), ISO_8859_1);
            assertThat(parsed(raw)).isEqualTo(heard);
        }
    }

    @Test
    void a_list_comes_and_goes() {
        assertThat(events("RPUSH a 1 2 3")).containsExactly("new a", "rpush a");
        assertThat(events("LPUSH a 0", "LPUSHX a x", "RPUSHX b x"))
                .containsExactly("lpush a", "lpush a");
        assertThat(events("LPOP a", "RPOP a 2")).containsExactly("lpop a", "rpop a");
        assertThat(events("LPOP a 9")).containsExactly("lpop a", "del a");
    }

    @Test
    void what_is_changed_in_the_middle() {
        events("RPUSH a 1 2 3 2");
        assertThat(events("LSET a 0 x", "LINSERT a BEFORE 2 y", "LINSERT a AFTER none y"))
                .containsExactly("lset a", "linsert a");
        assertThat(events("LREM a 0 2", "LREM a 0 none")).containsExactly("lrem a");
        assertThat(events("LTRIM a 0 -1", "LTRIM a 5 6"))
                .containsExactly("ltrim a", "ltrim a", "del a");
    }

    @Test
    void what_is_moved() {
        events("RPUSH a 1 2");
        assertThat(events("LMOVE a b LEFT RIGHT")).containsExactly("new b", "rpush b", "lpop a");
        assertThat(events("RPOPLPUSH a b")).containsExactly("lpush b", "rpop a", "del a");
        assertThat(events("LMOVE b b LEFT RIGHT")).containsExactly("rpush b", "lpop b");
        assertThat(events("BLMOVE b c LEFT LEFT 0")).containsExactly("new c", "lpush c", "lpop b");
        assertThat(events("LMPOP 2 b c LEFT COUNT 5")).containsExactly("lpop b", "del b");
        assertThat(events("BLMPOP 0 2 b c RIGHT COUNT 5")).containsExactly("rpop c", "del c");
    }

    @Test
    void what_is_sorted() {
        events("RPUSH a 2 1");
        assertThat(events("SORT a STORE b")).containsExactly("new b", "sortstore b");
        assertThat(events("SORT a STORE b", "SORT none STORE b", "SORT none STORE b"))
                .contains("sortstore b", "del b");
    }

    @Test
    void replicas_are_told_only_what_has_changed_something() {
        var repeated = new ArrayList<String>();
        node.server()
                .propagation()
                .add((database, command) -> {
                    var words = new ArrayList<String>();
                    for (int i = 0; i < command.count(); i++) words.add(command.text(i));
                    repeated.add(String.join(" ", words));
                });
        events(
                "RPUSH a 1 2 3 4 5 6 7 8",
                "LPUSHX none x",
                "LTRIM a 0 -1",
                "LREM a 0 none",
                "LINSERT a BEFORE none x",
                "LMPOP 2 none a LEFT COUNT 2",
                "BLMPOP 0 1 a RIGHT COUNT 2",
                "LMOVE a b LEFT RIGHT",
                "BLMOVE a b LEFT RIGHT 0",
                "BRPOPLPUSH a b 0",
                "BLPOP a 0",
                "LPOP b 9",
                "SORT none STORE b",
                "SORT none STORE a");
        assertThat(repeated)
                .containsExactly(
                        "RPUSH a 1 2 3 4 5 6 7 8",
                        "LPOP a 2",
                        "RPOP a 2",
                        "LMOVE a b LEFT RIGHT",
                        "LMOVE a b LEFT RIGHT",
                        "RPOPLPUSH a b",
                        "LPOP a",
                        "LPOP b 9");
    }
}
