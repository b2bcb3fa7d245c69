package hearsay.node;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.resp.InlineWords;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Runs a redis-cli session written down as text: sends each line with a prompt, compares the
/// answers.
///
/// ```
/// > SET color red        one client, called A
/// OK
/// B> GET color           another one
/// "red"
/// ... 1500 ms pass       the clock moves
/// B< "red"               what somebody hears who did not ask just now
/// ```
public final class Conversation {

    private final TestNode node;
    private final Map<String, TestNode.Client> clients = new LinkedHashMap<>();

    public Conversation(TestNode node) {
        this.node = node;
    }

    /// Holds the conversation with a node of its own.
    public static void conversation(String expected) {
        new Conversation(new TestNode()).hold(expected);
    }

    public void hold(String expected) {
        var actual = new StringBuilder();
        for (var line : expected.lines().toList()) {
            if (line.startsWith("... ")) {
                actual.append(line).append('\n');
                node.pass(Long.parseLong(line.split(" ")[1]));
                actual.append(heardByOthers());
                continue;
            }
            int prompt = line.indexOf("> ");
            if (prompt < 0 || !line.substring(0, prompt).matches("[A-Z]?")) continue;
            actual.append(line).append('\n');
            var client = client(prompt == 0 ? "A" : line.substring(0, prompt));
            client.request(words(line.substring(prompt + 2)));
            actual.append(RespText.of(client.take())).append(heardByOthers());
        }
        assertThat(actual.toString()).isEqualTo(expected);
    }

    /// What has come to clients who asked earlier, or never.
    private String heardByOthers() {
        var heard = new StringBuilder();
        clients.forEach((name, client) ->
                RespText.of(client.take())
                        .lines()
                        .forEach(
                                line -> heard.append(name).append("< ").append(line).append('\n')));
        return heard.toString();
    }

    public TestNode.Client client(String name) {
        return clients.computeIfAbsent(name, n -> node.connect());
    }

    private static byte[][] words(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        var words = Objects.requireNonNull(InlineWords.split(bytes, 0, bytes.length), line);
        var result = new byte[words.count()][];
        for (int i = 0; i < result.length; i++) result[i] = words.word(i);
        return result;
    }
}
