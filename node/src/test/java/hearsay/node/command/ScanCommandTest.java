package hearsay.node.command;

import static hearsay.node.Conversation.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCommandTest {

    private final TestNode.Client client = new TestNode().connect();

    @Test
    void options_and_their_mistakes() {
        conversation(
                """
                > SCAN 0
                1) "0"
                2) (empty array)
                > MSET a 1 b 2
                OK
                > SCAN 0 MATCH a*
                1) "0"
                2) 1) "a"
                > SCAN 0 TYPE string MATCH b COUNT 5
                1) "0"
                2) 1) "b"
                > SCAN 0 TYPE hash
                1) "0"
                2) (empty array)
                > SCAN 0 TYPE nonsense
                1) "0"
                2) (empty array)
                > SCAN x
                (error) ERR invalid cursor
                > SCAN 18446744073709551616
                (error) ERR invalid cursor
                > SCAN 18446744073709551615 MATCH nothing
                1) "0"
                2) (empty array)
                > SCAN 0 COUNT 0
                (error) ERR syntax error
                > SCAN 0 COUNT x
                (error) ERR value is not an integer or out of range
                > SCAN 0 MATCH
                (error) ERR syntax error
                > SCAN
                (error) ERR wrong number of arguments for 'scan' command
                """);
    }

    @Test
    void an_expired_key_is_not_shown_and_is_gone_afterwards() {
        conversation(
                """
                > SET k v PX 1
                OK
                ... 2 ms pass
                > SCAN 0
                1) "0"
                2) (empty array)
                """);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatever_stays_is_shown_while_others_come_and_go(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 200; i++) ask("SET", "stays:" + i, "v");
        var shown = new LinkedHashSet<String>();
        var cursor = "0";
        int round = 0;
        do {
            var words = ask("SCAN", cursor, "COUNT", Integer.toString(1 + random.nextInt(10)));
            cursor = words.removeFirst();
            shown.addAll(words);
            boolean grows = round++ / 8 % 2 == 0;
            for (int i = 0; i < 200; i++) {
                ask(grows ? "SET" : "DEL", "comes:" + random.nextInt(4000), "v");
            }
        } while (!cursor.equals("0"));
        for (int i = 0; i < 200; i++) assertThat(shown).contains("stays:" + i);
    }

    /// The bulk strings of the reply, in order.
    private List<String> ask(String... words) {
        client.request(words);
        var lines = new String(client.take(), StandardCharsets.UTF_8).split("\r\n");
        var bulks = new ArrayList<String>();
        for (int i = 1; i < lines.length; i++) {
            if (lines[i - 1].startsWith("$")) bulks.add(lines[i]);
        }
        return bulks;
    }
}
