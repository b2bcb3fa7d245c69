package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One connection to each node, made when it is first needed, and again after it ended.
final class Connections implements Lines {

    private static final byte[][] READONLY = {{'R', 'E', 'A', 'D', 'O', 'N', 'L', 'Y'}};

    private final ConnectionSettings settings;
    private final Ports ports;
    private final boolean readOnly;
    private final Map<Endpoint, Waiting> opening = new LinkedHashMap<>();
    private final Map<Endpoint, Connection> ready = new LinkedHashMap<>();
    private boolean closed;

    /// Who waits for a connection. What depends on one future is told in any order, and requests
    /// must not change theirs.
    private static final class Waiting {
        private final List<CompletableFuture<Connection>> all = new ArrayList<>();
        private @Nullable Connection connection;
        private @Nullable Throwable failure;
        private boolean isOver;

        void add(CompletableFuture<Connection> one) {
            all.add(one);
        }

        void over(@Nullable Connection made, @Nullable Throwable trouble) {
            isOver = true;
            connection = made;
            failure = trouble;
            for (var one : all) tell(one);
        }

        void tell(CompletableFuture<Connection> one) {
            if (connection != null) one.complete(connection);
            else if (failure != null) one.completeExceptionally(failure);
        }
    }

    /// @param readOnly whether replicas may answer on them: they begin with READONLY
    Connections(ConnectionSettings settings, Ports ports, boolean readOnly) {
        this.settings = settings;
        this.ports = ports;
        this.readOnly = readOnly;
    }

    @Override
    public @Nullable Connection ready(Endpoint endpoint) {
        return ready.get(endpoint);
    }

    /// All who ask while it is being made get the same one, or the same failure, in the order in
    /// which they came.
    @Override
    public CompletionStage<Connection> to(Endpoint endpoint) {
        var connected = ready.get(endpoint);
        if (connected != null) return CompletableFuture.completedStage(connected);
        var waiting = opening.get(endpoint);
        if (waiting == null) waiting = open(endpoint);
        var mine = new CompletableFuture<Connection>();
        if (waiting.isOver) waiting.tell(mine);
        else waiting.add(mine);
        return mine;
    }

    private Waiting open(Endpoint endpoint) {
        var waiting = new Waiting();
        opening.put(endpoint, waiting);
        made(endpoint)
                .whenComplete((connection, failure) -> {
                    opening.remove(endpoint);
                    if (connection != null) keep(endpoint, connection);
                    waiting.over(connection, failure);
                });
        return waiting;
    }

    private void keep(Endpoint endpoint, Connection connection) {
        if (closed) {
            connection.close();
            return;
        }
        ready.put(endpoint, connection);
        connection.closed().thenRun(() -> ready.remove(endpoint, connection));
    }

    /// Others go on with it.
    @Override
    public void done(Connection connection) {}

    @Override
    public void retain(Predicate<Endpoint> wanted) {
        for (var connection : new ArrayList<>(ready.values()))
            if (!wanted.test(connection.endpoint()) && connection.unanswered() == 0)
                connection.close();
    }

    @Override
    public void close() {
        closed = true;
        for (var connection : new ArrayList<>(ready.values())) connection.close();
    }

    /// What is asked next on the connection comes after READONLY; where it means nothing, because
    /// there is no cluster, its error means nothing either.
    private CompletionStage<Connection> made(Endpoint endpoint) {
        var opened = Connection.open(endpoint, settings, ports);
        if (!readOnly) return opened;
        return opened.thenApply(connection -> {
            var unused = connection.send(READONLY);
            return connection;
        });
    }
}
