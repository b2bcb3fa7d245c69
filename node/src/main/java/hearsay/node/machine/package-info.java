/// The process and the machine that a node really runs in.
@org.jspecify.annotations.NullMarked
package hearsay.node.machine;
