package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// One connection to each node, made when it is first needed, and again after it ended. Lives on
/// the client's event loop.
final class Connections {

    private final ConnectionSettings settings;
    private final EventLoopGroup loop;
    private final Map<Endpoint, CompletionStage<Connection>> open = new LinkedHashMap<>();

    Connections(ConnectionSettings settings, EventLoopGroup loop) {
        this.settings = settings;
        this.loop = loop;
    }

    /// All who ask while it is being made get the same one, or the same failure.
    CompletionStage<Connection> to(Endpoint endpoint) {
        var known = open.get(endpoint);
        if (known != null) return known;
        var made = Connection.open(endpoint, settings, loop);
        open.put(endpoint, made);
        made.whenComplete((connection, failure) -> {
            if (connection == null) open.remove(endpoint, made);
            else connection.closed().thenRun(() -> open.remove(endpoint, made));
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
    }
}
