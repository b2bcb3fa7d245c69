package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HSCAN and SSCAN: whatever stays is shown, while the table grows, shrinks and is moved.
class WalkedValuesTest {

    private static final int STAYING = 200;

    private final TestNode.Client client =
            new TestNode("--hash-max-listpack-entries", "64").connect();

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 40", "3, 100", "4, 250"})
    void fields_that_stay_are_shown_while_others_come_and_go(long seed, int changes) {
        for (int i = 0; i < STAYING; i++) ask("HSET", "k", "stays:" + i, "v" + i);
        walk("HSCAN", "HSET", "HDEL", seed, changes);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 40", "3, 100", "4, 250"})
    void members_that_stay_are_shown_while_others_come_and_go(long seed, int changes) {
        for (int i = 0; i < STAYING; i++) ask("SADD", "k", "stays:" + i);
        walk("SSCAN", "SADD", "SREM", seed, changes);
    }

    private void walk(String scan, String add, String remove, long seed, int changes) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var shown = new LinkedHashSet<String>();
        var cursor = "0";
        int round = 0;
        do {
            var count = Integer.toString(1 + random.nextInt(10));
            var words = ask(scan, "k", cursor, "COUNT", count);
            cursor = words.removeFirst();
            shown.addAll(words);
            boolean grows = round++ / 8 % 2 == 0;
            for (int i = 0; i < changes; i++) {
                var name = "comes:" + random.nextInt(20 * changes);
                if (!grows) {
                    ask(remove, "k", name);
                } else if (add.equals("HSET")) {
                    ask(add, "k", name, "v");
                } else {
                    ask(add, "k", name);
                }
            }
        } while (!cursor.equals("0"));
        assertThat(round).isGreaterThan(16);
        for (int i = 0; i < STAYING; i++) assertThat(shown).contains("stays:" + i);
    }

    /// The bulk strings of the reply, in order.
    private List<String> ask(String... words) {
        client.request(words);
        var lines = new String(client.take(), StandardCharsets.UTF_8).split("\r\n", -1);
        var bulks = new ArrayList<String>();
        for (int i = 1; i < lines.length; i++) {
            if (lines[i - 1].startsWith("$")) bulks.add(lines[i]);
        }
        return bulks;
    }
}
