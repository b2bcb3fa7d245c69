package hearsay.node.keyspace;

/// A list: strings in the order of their insertion.
public non-sealed interface ListValue extends Value {

    @Override
    default String type() {
        return "list";
    }
}
