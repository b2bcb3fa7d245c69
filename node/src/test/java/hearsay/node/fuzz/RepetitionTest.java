package hearsay.node.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is done to a node: one that repeats what the first tells its replicas comes to the same
/// data.
///
/// More of it: `-Dhearsay.repetition=1000000 -Dhearsay.fuzz.type=list -Dhearsay.fuzz.seed=7`.
class RepetitionTest {

    private static final int COMMANDS = Integer.getInteger("hearsay.repetition", 2000);
    private static final int LENGTH = 2000;
    private static final long SEED = Long.getLong("hearsay.fuzz.seed", 1);
    private static final String TYPE = System.getProperty("hearsay.fuzz.type", "");

    /// So often all data is compared; where it differs, the script is run again with a look at it
    /// after each request.
    private static final int LOOK = 100;

    static Stream<String> everything() {
        return Generators.ALL.stream()
                .map(Generator::name)
                .filter(name -> TYPE.isEmpty() || List.of(TYPE.split(",")).contains(name));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whoever_repeats_what_replicas_are_told_has_the_same_data(String type) {
        var generator = Generators.named(type);
        long seed = SEED;
        for (int done = 0; done < COMMANDS; done += LENGTH, seed++) {
            var script = Script.of(generator, 2, seed, LENGTH);
            int wrong = new Pair(generator).run(script, LOOK);
            if (wrong >= 0) report(generator, script, seed);
        }
    }

    private static void report(Generator generator, List<String[]> script, long seed) {
        var pair = new Pair(generator);
        int wrong = pair.run(script, 1);
        var key = pair.difference();
        assertThat(pair.describe(pair.second, key))
                .as(
                        "seed %d, request %d: %s%n%s%nwas told as%n%s%nand changed the key %s",
                        seed,
                        wrong,
                        Mismatch.show(script.get(Math.max(wrong, 0))),
                        Mismatch.show(
                                script.subList(Math.max(0, wrong - 8), Math.max(wrong, 0) + 1)),
                        String.join("\n", pair.told),
                        RawReply.show(key))
                .isEqualTo(pair.describe(pair.first, key));
        throw new AssertionError("the data differs, and no key does");
    }

    /// A node, and another one that repeats.
    private static final class Pair {

        final TestNode.Client first;
        final TestNode.Client second;
        final List<String> told = new ArrayList<>();
        private final Generator generator;
        private final TestNode node;
        private final TestNode.Client client;
        private int selected;

        Pair(Generator generator) {
            this.generator = generator;
            var arguments = Commands.arguments(generator).toArray(new String[0]);
            node = new TestNode(arguments);
            var other = new TestNode(arguments);
            client = node.connect();
            first = node.connect();
            second = other.connect();
            var master = other.connect().session();
            master.kind(Session.Kind.MASTER);
            var repeater = other.dispatcher();
            node.server()
                    .propagation()
                    .add((database, command) -> {
                        var words = new ArrayList<String>();
                        for (int i = 0; i < command.count(); i++) {
                            words.add(new String(command.bytes(i), ISO_8859_1));
                        }
                        told.add(database + ": " + Mismatch.show(words.toArray(new String[0])));
                        // As in the stream: also between MULTI and EXEC.
                        if (database != selected) {
                            selected = database;
                            repeater.execute(master, Arguments.of("SELECT", "" + database));
                        }
                        repeater.execute(master, command.copy());
                    });
            ask(first, "DEBUG", "SET-ACTIVE-EXPIRE", "0");
            ask(second, "DEBUG", "SET-ACTIVE-EXPIRE", "0");
        }

        /// The request after which the data was found to differ, or -1.
        int run(List<String[]> script, int every) {
            for (int i = 0; i < script.size(); i++) {
                told.clear();
                if (leadsToUntold(script.get(i))) continue;
                for (var words : Commands.requests(script.get(i))) {
                    ask(client, words);
                    while (client.session().isBlocked()) node.pass(100);
                }
                // Within a transaction nothing has happened yet.
                if (i % every == 0 && !isSame()) return i;
            }
            return isSame() ? -1 : script.size() - 1;
        }

        /// What Redis does not tell its replicas either: that DEBUG RELOAD loses what is over, that
        /// a BITFIELD which fails has made room for its bits, and that PFADD has found the damage
        /// only after it had changed something.
        private boolean leadsToUntold(String[] words) {
            return switch (words[0].toUpperCase(Locale.ROOT)) {
                case "DEBUG" -> true;
                case "BITFIELD" -> Arrays.stream(words).anyMatch("FAIL"::equalsIgnoreCase);
                case "SETRANGE" -> generator.name().equals("hyperloglog");
                default -> false;
            };
        }

        private boolean isSame() {
            return ask(first, "DEBUG", "DIGEST").equals(ask(second, "DEBUG", "DIGEST"));
        }

        /// A key whose value is not the same for both.
        String difference() {
            for (int db = 0; db < 2; db++) {
                for (var key : Vocabulary.KEYS) {
                    first.session().database(db);
                    second.session().database(db);
                    if (!describe(first, key).equals(describe(second, key))) return key;
                }
            }
            return "";
        }

        String describe(TestNode.Client who, String key) {
            return RawReply.show(
                    ask(who, "TYPE", key)
                            + ask(who, "DEBUG", "DIGEST-VALUE", key)
                            + ask(who, "PEXPIRETIME", key));
        }

        private static String ask(TestNode.Client who, String... words) {
            who.send(Wire.encode(words));
            return new String(who.take(), ISO_8859_1);
        }
    }
}
