/// Seeing what a node does: what was slow, what took long, and every command as it comes.
@org.jspecify.annotations.NullMarked
package hearsay.node.observation;
