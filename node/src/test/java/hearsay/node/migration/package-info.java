/// Keys that move from node to node, and what everybody sees meanwhile.
@org.jspecify.annotations.NullMarked
package hearsay.node.migration;
