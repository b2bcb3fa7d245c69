/// How a replica follows its master: the stream's history, and as much of it as is still
/// remembered.
@org.jspecify.annotations.NullMarked
package hearsay.node.replication;
