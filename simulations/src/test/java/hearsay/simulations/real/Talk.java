package hearsay.simulations.real;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A connection to one node that waits for each reply.
final class Talk implements AutoCloseable {

    private static final int REPLY_SECONDS = 10;

    private final Connection connection;

    private Talk(Connection connection) {
        this.connection = connection;
    }

    static Talk to(String host, int port) throws Exception {
        var opening =
                Connection.open(
                        new Endpoint(host, port),
                        ConnectionSettings.DEFAULT,
                        NettyLoop.ports("talks of tests"));
        return new Talk(opening.toCompletableFuture().get(REPLY_SECONDS, TimeUnit.SECONDS));
    }

    /// For requests that get no reply.
    Connection connection() {
        return connection;
    }

    /// Sends a command, its words separated by spaces.
    Reply call(String command) throws Exception {
        return call(command.split(" "));
    }

    Reply call(String... words) throws Exception {
        return connection.send(words).toCompletableFuture().get(REPLY_SECONDS, TimeUnit.SECONDS);
    }

    /// The reply as redis-cli shows it.
    String says(String command) throws Exception {
        return call(command).pretty();
    }

    /// The reply's text without quotes: a status, an error, a number or a string.
    String text(String command) throws Exception {
        return call(command).text();
    }

    /// The `name:value` lines of INFO or CLUSTER INFO.
    Map<String, String> fields(String command) throws Exception {
        var fields = new LinkedHashMap<String, String>();
        for (var line : text(command).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return fields;
    }

    @Override
    public void close() {
        connection.close();
    }
}
