package hearsay.node.keyspace;

/// A set: strings without order, each once.
public non-sealed interface SetValue extends Value {

    @Override
    default String type() {
        return "set";
    }
}
