package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One connection to each node, made when it is first needed, and again after it ended. Lives on
/// the client's loop.
final class Connections {

    private final ConnectionSettings settings;
    private final Ports ports;
    private final Map<Endpoint, CompletionStage<Connection>> open = new LinkedHashMap<>();
    private final Map<Endpoint, Connection> ready = new LinkedHashMap<>();

    Connections(ConnectionSettings settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
    }

    /// The connection, if it is there and need not be waited for.
    @Nullable Connection ready(Endpoint endpoint) {
        return ready.get(endpoint);
    }

    /// All who ask while it is being made get the same one, or the same failure.
    CompletionStage<Connection> to(Endpoint endpoint) {
        var known = open.get(endpoint);
        if (known != null) return known;
        var made = Connection.open(endpoint, settings, ports);
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

    /// Closes those to other nodes, unless a reply is still to come.
    void retain(Set<Endpoint> wanted) {
        for (var entry : new ArrayList<>(open.entrySet())) {
            if (wanted.contains(entry.getKey())) continue;
            entry.getValue()
                    .thenAccept(connection -> {
                        if (connection.unanswered() == 0) connection.close();
                    });
        }
    }

    void close() {
        for (var made : new ArrayList<>(open.values())) made.thenAccept(Connection::close);
        open.clear();
        ready.clear();
    }
}
