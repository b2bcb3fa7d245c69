package hearsay.simulations.junit;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.NettyLoop;
import hearsay.client.connection.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Somebody with a redis-cli: a connection to each node, opened when first needed.
final class Operator implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final long REPLY_MILLIS = 15_000;

    private final String loop;
    private final Map<Integer, Connection> connections = new TreeMap<>();

    /// @param loop the name of its thread
    Operator(String loop) {
        this.loop = loop;
    }

    /// @throws IllegalStateException the node does not answer
    synchronized Reply call(ClusterNode node, String... words) {
        var about = String.join(" ", words) + " to " + node;
        return await(connection(node).send(words), about);
    }

    /// @throws IllegalStateException the node answers with an error, which is quoted
    Reply must(ClusterNode node, String... words) {
        var reply = call(node, words);
        if (!(reply instanceof Reply.Failure failure)) return reply;
        throw new IllegalStateException(
                String.join(" ", words) + " to " + node + ": " + failure.text());
    }

    private Connection connection(ClusterNode node) {
        var known = connections.get(node.port());
        if (known != null && known.isOpen()) return known;
        var settings =
                ConnectionSettings.DEFAULT
                        .withProtocol(2)
                        .withTimeouts(CONNECT_MILLIS, REPLY_MILLIS);
        var endpoint = new Endpoint(node.host(), node.port());
        var opening = Connection.open(endpoint, settings, NettyLoop.ports(loop));
        var opened = await(opening, "a connection to " + node);
        connections.put(node.port(), opened);
        return opened;
    }

    private static <T> T await(CompletionStage<T> stage, String what) {
        try {
            return stage.toCompletableFuture().get(2 * REPLY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + ": interrupted", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(what + ": " + failed.getMessage(), failed);
        }
    }

    /// Forgets the connection to a node whose process is no more.
    synchronized void forget(ClusterNode node) {
        var connection = connections.remove(node.port());
        if (connection != null) connection.close();
    }

    @Override
    public synchronized void close() {
        connections.values().forEach(Connection::close);
        connections.clear();
        NettyLoop.close(loop);
    }
}
