/// Conversations about MULTI and WATCH.
@org.jspecify.annotations.NullMarked
package hearsay.node.transaction;
