package hearsay.node.keyspace;

/// A hash: fields, each with a value.
public non-sealed interface HashValue extends Value {

    @Override
    default String type() {
        return "hash";
    }
}
