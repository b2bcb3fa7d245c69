/// What a node can do to the process that it runs in.
@org.jspecify.annotations.NullMarked
package hearsay.node.machine;
