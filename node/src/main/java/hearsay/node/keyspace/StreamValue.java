package hearsay.node.keyspace;

/// A stream: entries with ever greater ids, and groups of consumers.
public non-sealed interface StreamValue extends Value {

    @Override
    default String type() {
        return "stream";
    }
}
