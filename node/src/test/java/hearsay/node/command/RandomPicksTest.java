package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SPOP, SRANDMEMBER and HRANDFIELD choose fairly, from every encoding, and what they choose is
/// there.
class RandomPicksTest {

    private static final int MEMBERS = 60;
    private static final int ROUNDS = 600;

    private final TestNode.Client client = new TestNode().connect();

    @ParameterizedTest
    @ValueSource(strings = {"intset", "listpack", "hashtable"})
    void every_member_is_chosen_as_often_as_any_other(String encoding) {
        fillSet(encoding);
        choosesFairly(1, "SRANDMEMBER", "k");
        choosesFairly(10, "SRANDMEMBER", "k", "10");
        choosesFairly(30, "SRANDMEMBER", "k", "30");
        choosesFairly(50, "SRANDMEMBER", "k", "50");
        choosesFairly(20, "SRANDMEMBER", "k", "-20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listpack", "hashtable"})
    void every_field_is_chosen_as_often_as_any_other(String encoding) {
        fillHash(encoding);
        choosesFairly(1, "HRANDFIELD", "k");
        choosesFairly(10, "HRANDFIELD", "k", "10");
        choosesFairly(30, "HRANDFIELD", "k", "30");
        choosesFairly(50, "HRANDFIELD", "k", "50");
        choosesFairly(20, "HRANDFIELD", "k", "-20");
    }

    private void choosesFairly(int each, String... command) {
        Map<String, Integer> chosen = new TreeMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            var members = ask(command);
            assertThat(members).hasSize(each);
            boolean again = command.length > 2 && command[2].startsWith("-");
            if (!again) assertThat(new TreeSet<>(members)).hasSize(each);
            members.forEach(member -> chosen.merge(member, 1, Integer::sum));
        }
        assertThat(chosen).hasSize(MEMBERS);
        double expected = (double) ROUNDS * each / MEMBERS;
        double unfairness = 0;
        for (int times : chosen.values()) {
            unfairness += (times - expected) * (times - expected) / expected;
        }
        // Chi squared with 59 degrees of freedom: 99.99 % of fair ones are below 109.
        assertThat(unfairness).as(String.join(" ", command)).isLessThan(109);
    }

    @ParameterizedTest
    @CsvSource({
        "intset, 1",
        "intset, 7",
        "intset, 55",
        "listpack, 1",
        "listpack, 7",
        "listpack, 55",
        "hashtable, 1",
        "hashtable, 7",
        "hashtable, 55"
    })
    void what_is_popped_is_gone_and_the_rest_is_there(String encoding, int count) {
        Map<String, Integer> popped = new TreeMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            fillSet(encoding);
            var all = new TreeSet<>(ask("SMEMBERS", "k"));
            var members = count == 1 ? ask("SPOP", "k") : ask("SPOP", "k", "" + count);
            assertThat(new TreeSet<>(members)).hasSize(count);
            members.forEach(member -> popped.merge(member, 1, Integer::sum));
            all.removeAll(new TreeSet<>(members));
            assertThat(new TreeSet<>(ask("SMEMBERS", "k"))).isEqualTo(all);
        }
        assertThat(popped).hasSize(MEMBERS);
        double expected = (double) ROUNDS * count / MEMBERS;
        for (int times : popped.values()) {
            assertThat((double) times).isBetween(expected / 6, expected * 3 + 10);
        }
    }

    /// A table from which nearly everything is taken is one no longer: in 7.2 the rest is a new
    /// set.
    @Test
    void the_rest_of_a_set_begins_anew() {
        fillSet("hashtable");
        ask("SPOP", "k", "40");
        assertThat(encoding()).isEqualTo("hashtable");
        ask("SPOP", "k", "18");
        assertThat(encoding()).isEqualTo("listpack");
        fillSet("intset");
        ask("SPOP", "k", "58");
        assertThat(encoding()).isEqualTo("intset");
    }

    private void fillSet(String encoding) {
        ask("DEL", "k");
        var words = new ArrayList<>(List.of("SADD", "k"));
        for (int i = 0; i < MEMBERS; i++) words.add(encoding.equals("intset") ? "" + i : "m" + i);
        if (encoding.equals("hashtable")) words.add("x".repeat(100));
        ask(words.toArray(new String[0]));
        if (encoding.equals("hashtable")) ask("SREM", "k", "x".repeat(100));
        assertThat(encoding()).isEqualTo(encoding);
    }

    private void fillHash(String encoding) {
        var words = new ArrayList<>(List.of("HSET", "k"));
        for (int i = 0; i < MEMBERS; i++) words.addAll(List.of("f" + i, "v"));
        ask(words.toArray(new String[0]));
        if (encoding.equals("hashtable")) ask("HSET", "k", "f0", "x".repeat(100));
        assertThat(encoding()).isEqualTo(encoding);
    }

    private String encoding() {
        return ask("OBJECT", "ENCODING", "k").getFirst();
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
