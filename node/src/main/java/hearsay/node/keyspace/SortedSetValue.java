package hearsay.node.keyspace;

/// A sorted set: members with a score, in its order.
public non-sealed interface SortedSetValue extends Value {

    @Override
    default String type() {
        return "zset";
    }
}
