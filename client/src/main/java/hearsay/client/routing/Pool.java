package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionFailure;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Connections for those who need one alone: a command that blocks, a transaction that watches.
///
/// A connection that is given back in order, with no reply to come, waits for the next who needs
/// one; the others are closed. To one node there are [ConnectionSettings#ownMax] at most: whoever
/// wants one more is told that there are too many, and may come again.
final class Pool implements Lines {

    /// That many are kept for each node while nobody needs them.
    private static final int IDLE_MAX = 8;

    private final ConnectionSettings settings;
    private final Ports ports;
    private final Map<Endpoint, Shelf> shelves = new LinkedHashMap<>();
    private boolean closed;

    /// One node's connections.
    private static final class Shelf {
        private final Deque<Connection> idle = new ArrayDeque<>();
        private final ArrayList<Connection> used = new ArrayList<>();
        private int opening;

        int size() {
            return idle.size() + used.size() + opening;
        }
    }

    /// @param settings whose command timeout is not looked at: who blocks has a limit of his own
    Pool(ConnectionSettings settings, Ports ports) {
        this.settings = settings.withTimeouts(settings.connectTimeoutMillis(), Clock.NEVER);
        this.ports = ports;
    }

    @Override
    public @Nullable Connection ready(Endpoint endpoint) {
        var shelf = shelf(endpoint);
        var connection = shelf.idle.pollLast();
        if (connection != null) shelf.used.add(connection);
        return connection;
    }

    @Override
    public CompletionStage<Connection> to(Endpoint endpoint) {
        var shelf = shelf(endpoint);
        if (closed || shelf.size() >= settings.ownMax()) {
            var full = settings.ownMax() + " connections to " + endpoint + " are in use";
            return CompletableFuture.failedStage(
                    new ConnectionFailure(ConnectionFailure.Kind.OVERLOAD, false, full));
        }
        shelf.opening++;
        return Connection.open(endpoint, settings, ports)
                .whenComplete((connection, failure) -> {
                    shelf.opening--;
                    if (connection != null) keep(shelf, connection);
                });
    }

    private void keep(Shelf shelf, Connection connection) {
        if (closed) {
            connection.close();
            return;
        }
        shelf.used.add(connection);
        connection
                .closed()
                .thenRun(() -> {
                    shelf.used.remove(connection);
                    shelf.idle.remove(connection);
                });
    }

    @Override
    public void done(Connection connection) {
        var shelf = shelf(connection.endpoint());
        if (!shelf.used.remove(connection)) return;
        boolean orderly = connection.isOpen() && connection.unanswered() == 0;
        if (orderly && shelf.idle.size() < IDLE_MAX) shelf.idle.add(connection);
        else connection.close();
    }

    @Override
    public void retain(Predicate<Endpoint> wanted) {
        for (var entry : shelves.entrySet())
            if (!wanted.test(entry.getKey()))
                for (var connection : new ArrayList<>(entry.getValue().idle)) connection.close();
    }

    @Override
    public void close() {
        closed = true;
        for (var shelf : shelves.values()) {
            for (var connection : new ArrayList<>(shelf.idle)) connection.close();
            for (var connection : new ArrayList<>(shelf.used)) connection.close();
        }
    }

    private Shelf shelf(Endpoint endpoint) {
        return shelves.computeIfAbsent(endpoint, e -> new Shelf());
    }
}
