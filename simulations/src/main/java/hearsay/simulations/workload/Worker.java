package hearsay.simulations.workload;

import hearsay.client.connection.Connection;
import hearsay.client.routing.RedisClient;
import hearsay.simulations.check.Operation;

/// Who runs errands: a client of a workload, a reader of a stream, the reading back at the end.
interface Worker {

    /// The client's number in the history.
    int number();

    /// The history's time.
    long nanos();

    /// Its way to the masters, once that is open.
    RedisClient redis();

    /// How the node at the other end is called.
    String name(Connection connection);

    /// Whether writes are to be confirmed by WAIT.
    default boolean waits() {
        return false;
    }

    default byte[][] waitWords() {
        throw new IllegalStateException("nobody is waited for");
    }

    void write(Operation operation);

    /// The errand, and its WAIT if it has one, is over.
    void done(Errand errand);
}
