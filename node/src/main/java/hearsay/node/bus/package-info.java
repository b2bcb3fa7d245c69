/// The bus port: how a node's part in the cluster reaches its peers, whatever carries the messages.
@org.jspecify.annotations.NullMarked
package hearsay.node.bus;
