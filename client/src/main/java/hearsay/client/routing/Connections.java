package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One connection to each node, made when it is first needed, and again after it ended.
final class Connections implements Lines {

    private static final byte[][] READONLY = {{'R', 'E', 'A', 'D', 'O', 'N', 'L', 'Y'}};

    private final ConnectionSettings settings;
    private final Ports ports;
    private final boolean readOnly;
    private final Map<Endpoint, CompletionStage<Connection>> open = new LinkedHashMap<>();
    private final Map<Endpoint, Connection> ready = new LinkedHashMap<>();

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

    /// All who ask while it is being made get the same one, or the same failure.
    @Override
    public CompletionStage<Connection> to(Endpoint endpoint) {
        var known = open.get(endpoint);
        if (known != null) return known;
        var made = open(endpoint);
        open.put(endpoint, made);
        made.whenComplete((connection, failure) -> {
            if (connection == null) {
                open.remove(endpoint, made);
                return;
            }
            ready.put(endpoint, connection);
            connection
                    .closed()
                    .thenRun(() -> {
                        open.remove(endpoint, made);
                        ready.remove(endpoint, connection);
                    });
        });
        return made;
    }

    /// Others go on with it.
    @Override
    public void done(Connection connection) {}

    @Override
    public void retain(Predicate<Endpoint> wanted) {
        for (var entry : new ArrayList<>(open.entrySet())) {
            if (wanted.test(entry.getKey())) continue;
            entry.getValue()
                    .thenAccept(connection -> {
                        if (connection.unanswered() == 0) connection.close();
                    });
        }
    }

    @Override
    public void close() {
        for (var made : new ArrayList<>(open.values())) made.thenAccept(Connection::close);
        open.clear();
        ready.clear();
    }

    /// What is asked next on the connection comes after READONLY; where it means nothing, because
    /// there is no cluster, its error means nothing either.
    private CompletionStage<Connection> open(Endpoint endpoint) {
        var opened = Connection.open(endpoint, settings, ports);
        if (!readOnly) return opened;
        return opened.thenApply(connection -> {
            var unused = connection.send(READONLY);
            return connection;
        });
    }
}
