/// The log of a node, in Redis' line format.
@org.jspecify.annotations.NullMarked
package hearsay.node.log;
