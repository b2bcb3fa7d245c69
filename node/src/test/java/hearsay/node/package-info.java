/// A node in a test: without a network, with a clock that the test moves.
@org.jspecify.annotations.NullMarked
package hearsay.node;
