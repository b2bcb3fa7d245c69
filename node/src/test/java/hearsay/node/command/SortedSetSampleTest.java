package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What ZRANDMEMBER and ZSCAN show is up to them; that it is fair and complete is not.
class SortedSetSampleTest {

    private final TestNode.Client client = new TestNode().connect();

    @ParameterizedTest
    @ValueSource(ints = {5, 100, 200, 5_000})
    void members_drawn_without_repetition_are_different_ones_of_the_set(int size) {
        fill(size);
        for (int count : List.of(1, 2, size / 4, size / 2, size - 1, size, size + 10)) {
            var drawn = ask("ZRANDMEMBER z " + count + " WITHSCORES");
            var members = new TreeSet<String>();
            for (int i = 0; i < drawn.size(); i += 2) {
                assertThat(drawn.get(i)).isEqualTo("m" + drawn.get(i + 1));
                members.add(drawn.get(i));
            }
            assertThat(members).hasSize(Math.min(count, size));
            assertThat(drawn).hasSize(2 * members.size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ZRANDMEMBER z -20",
                "ZRANDMEMBER z 20",
                "ZRANDMEMBER z 80",
                "ZRANDMEMBER z"
            })
    void every_member_is_as_likely_as_any_other(String command) {
        int size = 200;
        fill(size);
        var seen = new TreeMap<String, Integer>();
        int total = 0;
        while (total < 100 * size) {
            for (var member : ask(command)) {
                seen.merge(member, 1, Integer::sum);
                total++;
            }
        }
        assertThat(seen).hasSize(size);
        // A hundred each, give or take five times the deviation.
        assertThat(seen.values()).allMatch(times -> times > 50 && times < 150);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000})
    void a_walk_meets_everybody_who_stays(int size) {
        fill(size);
        var met = new TreeSet<String>();
        var cursor = "0";
        int step = 0;
        do {
            var reply = ask("ZSCAN z " + cursor + " COUNT 20");
            cursor = reply.getFirst();
            for (int i = 1; i < reply.size(); i += 2) met.add(reply.get(i));
            // Others come and go meanwhile.
            ask("ZADD z 1 x" + step++);
            ask("ZREM z x" + step / 2);
        } while (!cursor.equals("0"));
        for (int i = 0; i < size; i++) assertThat(met).contains("m" + i);
    }

    private void fill(int size) {
        for (int i = 0; i < size; i++) ask("ZADD z " + i + " m" + i);
    }

    /// All strings of the reply.
    private List<String> ask(String line) {
        client.request(line.split(" "));
        var strings = new ArrayList<String>();
        var lines = new String(client.take(), StandardCharsets.ISO_8859_1).split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            if (lines[i - 1].startsWith("$")) strings.add(lines[i]);
        }
        return strings;
    }
}
