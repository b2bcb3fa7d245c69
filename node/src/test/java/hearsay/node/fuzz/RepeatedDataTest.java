package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Session;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random commands to a node, and to another one what the first tells its replicas: in the end both
/// have the same data, whatever chance chose and however numbers were rounded.
class RepeatedDataTest {

    private static final int COMMANDS = Integer.getInteger("hearsay.fuzz", 2000);
    private static final long SEED = Long.getLong("hearsay.fuzz.seed", 1);

    static Stream<String> names() {
        return Generators.ALL.stream().map(Generator::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void who_repeats_what_is_told_has_the_same_data(String type) {
        var generator = Generators.named(type);
        var arguments = Commands.arguments(generator).toArray(new String[0]);
        var master = new TestNode(arguments);
        var replica = new Replica(new TestNode(arguments));
        master.server().propagation().add(replica::repeat);
        var client = master.connect();
        for (var step : Script.of(generator, 2, SEED, COMMANDS)) {
            // It loses keys whose time is over, and replicas hear nothing of it.
            if (step.length > 1 && step[1].equalsIgnoreCase("RELOAD")) continue;
            for (var words : Commands.requests(step)) {
                client.send(Wire.encode(words));
                // Somebody who waits is not in the way of the next request for long.
                for (int i = 0; client.take().length == 0 && i < 100; i++) master.pass(100);
            }
        }
        assertThat(digest(replica.node)).isEqualTo(digest(master));
    }

    /// Who takes the master's word for everything.
    private static final class Replica {

        private final TestNode node;
        private final TestNode.Client link;
        private int selected;

        Replica(TestNode node) {
            this.node = node;
            link = node.connect();
            link.session().kind(Session.Kind.MASTER);
        }

        void repeat(int database, Arguments words) {
            if (database != selected) request("SELECT", Integer.toString(database));
            selected = database;
            request(texts(words));
        }

        private void request(String... words) {
            link.send(Wire.encode(words));
            var reply = new String(link.take(), ISO_8859_1);
            assertThat(reply).as(String.join(" ", words)).doesNotStartWith("-");
        }
    }

    private static String[] texts(Arguments words) {
        var texts = new String[words.count()];
        for (int i = 0; i < texts.length; i++) texts[i] = new String(words.bytes(i), ISO_8859_1);
        return texts;
    }

    private static String digest(TestNode node) {
        var client = node.connect();
        client.request("DEBUG", "DIGEST");
        return new String(client.take(), ISO_8859_1);
    }
}
