/// A node's part in a cluster, between the protocol and the rest of the node.
@org.jspecify.annotations.NullMarked
package hearsay.node.cluster;
