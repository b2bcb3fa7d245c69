package hearsay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;

/// A [Conversation] held with our node and then, where there is one, with a real redis-server: both
/// must say what is written.
///
/// The clock stands still. A client may be told several things at once, or nothing; what others
/// hear meanwhile is written as in a [Conversation].
public final class TwinConversation {

    private TwinConversation() {}

    public static void twinConversation(String expected) {
        Conversation.conversation(expected);
        if (RealRedis.program().isEmpty()) return;
        try (var redis = RealRedis.startOrSkip();
                var real = new RealClients(redis.port())) {
            assertThat(hold(real, expected)).as("redis-server").isEqualTo(expected);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String hold(RealClients clients, String expected) throws IOException {
        var actual = new StringBuilder();
        for (var line : expected.lines().toList()) {
            int prompt = line.indexOf("> ");
            if (prompt < 0 || !line.substring(0, prompt).matches("[A-Z]?")) continue;
            var name = prompt == 0 ? "A" : line.substring(0, prompt);
            clients.ask(name, line.substring(prompt + 2));
            clients.waitUntilServed();
            actual.append(line).append('\n').append(RespText.of(clients.heard(name)));
            for (var other : clients.names()) {
                RespText.of(clients.heard(other))
                        .lines()
                        .forEach(text ->
                                actual.append(other).append("< ").append(text).append('\n'));
            }
        }
        return actual.toString();
    }
}
