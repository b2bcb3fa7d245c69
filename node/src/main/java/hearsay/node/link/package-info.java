/// Ordered byte streams to and from others: clients, masters, replicas.
@org.jspecify.annotations.NullMarked
package hearsay.node.link;
