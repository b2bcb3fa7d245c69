package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.Endpoint;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where journeys have their connections from: one to each node that all share, or one for each who
/// needs it alone. Lives on the client's loop.
interface Lines {

    /// The connection, if it is there and need not be waited for.
    @Nullable Connection ready(Endpoint endpoint);

    /// A connection, once it is made; or a [hearsay.client.connection.ConnectionFailure].
    CompletionStage<Connection> to(Endpoint endpoint);

    /// The journey that got it needs it no more.
    void done(Connection connection);

    /// Closes those to all other nodes, unless they are in use.
    void retain(Predicate<Endpoint> wanted);

    void close();
}
