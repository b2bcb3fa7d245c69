package hearsay.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.node.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A node, somebody who repeats its commands, and somebody who hears of keyspace events.
abstract class Repetition {

    final TestNode node = new TestNode();
    private final TestNode.Client client = node.connect();
    private final List<String> repeated = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    Repetition() {
        node.server()
                .propagation()
                .add((database, words) -> {
                    var text = new StringBuilder();
                    for (int i = 0; i < words.count(); i++)
                        text.append(i > 0 ? " " : "").append(words.text(i));
                    repeated.add(text.toString());
                });
        node.server()
                .listen((database, key, eventClass, event) ->
                        events.add(event + " " + new String(key, StandardCharsets.UTF_8)));
    }

    final void tell(String line) {
        var words = line.split(" ");
        for (int i = 0; i < words.length; i++) words[i] = words[i].replace("\"\"", "");
        client.request(words);
        client.take();
    }

    /// What was repeated so far.
    final List<String> told() {
        return repeated;
    }

    final void hears(String... expected) {
        assertThat(repeated).containsExactly(expected);
    }

    final void happens(String... expected) {
        assertThat(events).containsExactly(expected);
    }
}
