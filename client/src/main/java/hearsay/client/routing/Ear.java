package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection on which we listen. It asks now and then whether the other side is still there: who
/// only listens would never notice. Lives on the client's loop.
final class Ear {

    private static final byte[][] PING = {{'P', 'I', 'N', 'G'}};

    private final Endpoint endpoint;
    private final Clock clock;
    private final long patienceMillis;
    private @Nullable Connection connection;
    private boolean over;
    private boolean heard;
    private int pings;

    private Ear(Endpoint endpoint, ConnectionSettings settings, Ports ports) {
        this.endpoint = endpoint;
        clock = new Clock(ports.loop());
        patienceMillis = settings.commandTimeoutMillis();
    }

    /// @param opened told when it can be spoken to
    /// @param listener hears all but the answers to PING; in RESP2 pushes are arrays
    /// @param ended told once, with the reason, also if it never opened; not if we close it
    static Ear open(
            Endpoint endpoint,
            ConnectionSettings settings,
            Ports ports,
            Consumer<Ear> opened,
            Consumer<Reply> listener,
            Consumer<String> ended) {
        var ear = new Ear(endpoint, settings, ports);
        Connection.openListening(endpoint, settings, ports, reply -> ear.heard(reply, listener))
                .whenComplete((connection, failure) -> {
                    if (connection == null) {
                        ear.end(
                                String.valueOf(Journey.cause(failure, endpoint).getMessage()),
                                ended);
                    } else if (ear.over) {
                        connection.close();
                    } else {
                        ear.connection = connection;
                        connection.closed().thenRun(() -> ear.end("the connection broke", ended));
                        ear.pingLater();
                        opened.accept(ear);
                    }
                });
        return ear;
    }

    /// What a push says: its items, the first of which names its kind; null if it is none.
    static @Nullable List<Reply> push(Reply reply) {
        return switch (reply) {
            case Reply.Push(List<Reply> items) -> items;
            case Reply.Array(List<Reply> items) -> items;
            default -> null;
        };
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isOpen() {
        return connection != null && connection.isOpen();
    }

    void tell(byte[]... words) {
        if (connection != null) connection.tell(words);
    }

    void close() {
        over = true;
        if (connection != null) connection.close();
    }

    private void heard(Reply reply, Consumer<Reply> listener) {
        heard = true;
        if (over) return;
        if (pings > 0 && isPong(reply)) pings--;
        else listener.accept(reply);
    }

    /// In RESP2 a connection that listens is answered with an array.
    private static boolean isPong(Reply reply) {
        return switch (reply) {
            case Reply.Status(String text) -> text.equals("PONG");
            case Reply.Array(List<Reply> items) ->
                    items.size() == 2 && items.getFirst().text().equals("pong");
            default -> false;
        };
    }

    private void pingLater() {
        var unused = clock.wakeAt(clock.nowMillis() + patienceMillis, this::ping);
    }

    private void ping() {
        var asked = connection;
        if (over || asked == null || !asked.isOpen()) return;
        if (pings > 0 && !heard) {
            asked.close();
            return;
        }
        heard = false;
        pings++;
        tell(PING);
        pingLater();
    }

    private void end(String reason, Consumer<String> ended) {
        if (over) return;
        over = true;
        ended.accept(reason);
    }
}
