/// Tests of counting.
@org.jspecify.annotations.NullMarked
package hearsay.node.hyperloglog;
