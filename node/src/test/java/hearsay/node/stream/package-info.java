/// Tests of what a stream is made of.
@org.jspecify.annotations.NullMarked
package hearsay.node.stream;
