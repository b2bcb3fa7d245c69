/// The keys of a node: values with their encodings, expiry, scanning.
@org.jspecify.annotations.NullMarked
package hearsay.node.keyspace;
