package hearsay.simulations.process;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.client.connection.Reply;
import hearsay.simulations.console.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/// One thread's way to the nodes of one shard: a request at a time, sent once, never repeated here.
///
/// Whoever measures must see every answer, so this is less than a cluster client: no slot map, no
/// retries, no back-off. After a MOVED it turns to the node that was named, if it is one of the
/// shard's; after a failure to the next one.
final class ShardClient implements AutoCloseable {

    private static final int CONNECT_MILLIS = 200;

    /// What came of one request.
    ///
    /// @param trouble empty if it was done; else the code of an error reply (`MOVED`,
    ///   `CLUSTERDOWN`), or `refused`, `unreachable`, `broken`, `timeout`
    record Answer(Endpoint from, String trouble) {
        boolean isDone() {
            return trouble.isEmpty();
        }
    }

    private final List<Endpoint> nodes;
    private final ConnectionSettings settings;
    private final Ports ports;
    private final Map<Endpoint, Connection> connections = new LinkedHashMap<>();
    private Endpoint aim;

    /// @param nodes whom to ask, first the first; a MOVED to another one is not followed
    /// @param replyMillis how long a reply may take
    ShardClient(List<Endpoint> nodes, long replyMillis, Ports ports) {
        this.nodes = List.copyOf(nodes);
        // RESP2 needs no greeting: connected is connected.
        this.settings =
                ConnectionSettings.DEFAULT
                        .withProtocol(2)
                        .withTimeouts(CONNECT_MILLIS, replyMillis);
        this.ports = ports;
        this.aim = nodes.getFirst();
    }

    /// Connects to all of them beforehand, so that connecting is not measured.
    void connect() throws InterruptedException {
        for (Endpoint node : nodes) {
            try {
                connections.put(node, await(Connection.open(node, settings, ports)));
            } catch (ConnectionFailure e) {
                throw new Refusal(String.valueOf(e.getMessage()));
            }
        }
    }

    Answer ask(String... words) throws InterruptedException {
        Endpoint asked = aim;
        try {
            Reply reply = await(connection(asked).send(words));
            if (!(reply instanceof Reply.Failure failure)) return new Answer(asked, "");
            turnAfter(failure);
            return new Answer(asked, failure.code());
        } catch (ConnectionFailure e) {
            aim = next();
            return new Answer(asked, word(e));
        }
    }

    @Override
    public void close() {
        connections.values().forEach(Connection::close);
    }

    /// A value that a future brings, or the failure that it ends with.
    static <T> T await(CompletionStage<T> stage) throws ConnectionFailure, InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectionFailure failure) throw failure;
            throw new IllegalStateException(e);
        }
    }

    private Connection connection(Endpoint node) throws ConnectionFailure, InterruptedException {
        Connection known = connections.get(node);
        if (known != null && known.isOpen()) return known;
        Connection opened = await(Connection.open(node, settings, ports));
        connections.put(node, opened);
        return opened;
    }

    private void turnAfter(Reply.Failure failure) {
        if (failure.code().equals("MOVED")) {
            String[] words = failure.text().split(" ", -1);
            Endpoint owner = Endpoint.parse(words[words.length - 1], aim.host());
            aim = nodes.contains(owner) ? owner : next();
        } else if (failure.code().equals("READONLY") || failure.code().equals("LOADING")) {
            aim = next();
        }
    }

    private Endpoint next() {
        return nodes.get((nodes.indexOf(aim) + 1) % nodes.size());
    }

    private static String word(ConnectionFailure failure) {
        return switch (failure.kind()) {
            case CONNECT ->
                    String.valueOf(failure.getMessage()).contains("refused")
                            ? "refused"
                            : "unreachable";
            case TIMEOUT -> "timeout";
            default -> "broken";
        };
    }
}
