package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Whoever repeats what a node says of its streams has the same streams afterwards, though the
/// borders of its nodes are others.
///
/// Not repeated, as in Redis: how often history was read, consumers who were given nothing, when
/// they were seen, and how many entries a group has read as far as it read with acknowledgement.
class RepeatedStreamsTest {

    private static final int COMMANDS = 5_000;

    private final TestNode node =
            new TestNode("--stream-node-max-entries", "5", "--stream-node-max-bytes", "300");
    private final TestNode follower =
            new TestNode("--stream-node-max-entries", "7", "--stream-node-max-bytes", "0");
    private final TestNode.Client client = node.connect();
    private final TestNode.Client master = follower.connect();
    private final TestNode.Client asking = follower.connect();
    private final ArrayDeque<String> history = new ArrayDeque<>();

    RepeatedStreamsTest() {
        master.session().kind(Session.Kind.MASTER);
        node.server().propagation().add((database, words) -> repeat(words));
    }

    @Test
    void a_follower_has_the_same_entries_and_the_same_pending() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        var vocabulary = new Vocabulary(random);
        var generator = new StreamsGenerator();
        for (int i = 0; i < COMMANDS; i++) {
            var words =
                    vocabulary.oneIn(60) ? new String[] {"DEL", "a"} : generator.next(vocabulary);
            // Nobody waits here, and nobody counts beyond 63 bits, where Redis is lost too.
            if (!generator.maySpoil(words) || counts(words)) continue;
            remember(String.join(" ", words));
            ask(client, words);
            if (i % 10 == 0) assertSame();
            if (i % 100 == 0) pass();
        }
        assertThat(node.log()).isEmpty();
        assertThat(follower.log()).isEmpty();
    }

    private static boolean counts(String[] words) {
        return List.of(words).contains("9223372036854775807")
                && words[0].matches("(?i)XGROUP|XSETID");
    }

    private void pass() {
        node.pass(1000);
        follower.pass(1000);
    }

    private void repeat(Arguments words) {
        var copy = new byte[words.count()][];
        var shown = new ArrayList<String>();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = words.bytes(i);
            shown.add(new String(copy[i], ISO_8859_1));
        }
        remember("    " + String.join(" ", shown));
        master.request(copy);
    }

    private void assertSame() {
        for (var key : List.of("a", "b", "c", "")) {
            var words = new String[] {"XINFO", "STREAM", key, "FULL", "COUNT", "0"};
            assertThat(withoutTheRest(ask(asking, words)))
                    .as(String.join("\n", history))
                    .isEqualTo(withoutTheRest(ask(client, words)));
        }
    }

    private static String withoutTheRest(String info) {
        return info.replaceAll("(radix-tree-\\w+\r\n):\\d+", "$1")
                .replaceAll("(entries-read|lag)\r\n(:-?\\d+|\\$-1)", "$1")
                .replaceAll("(seen|active)-time\r\n:-?\\d+", "$1")
                .replaceAll("(consumers\r\n)\\*\\d+", "$1")
                .replaceAll(
                        "(\\*10\r\n)\\$4\r\nname\r\n\\$\\d+\r\n[^\r]*\r\n"
                                + "\\$9\r\nseen\r\n\\$11\r\nactive\r\n\\$9\r\npel-count\r\n:0\r\n"
                                + "\\$7\r\npending\r\n\\*0\r\n",
                        "")
                .replaceAll(":\\d+\r\n:\\d+\r\n", ":delivered\r\n");
    }

    private void remember(String line) {
        history.add(line);
        if (history.size() > 60) history.removeFirst();
    }

    private static String ask(TestNode.Client client, String... words) {
        var request = new byte[words.length][];
        for (int i = 0; i < words.length; i++) request[i] = words[i].getBytes(ISO_8859_1);
        client.request(request);
        return new String(client.take(), ISO_8859_1);
    }
}
