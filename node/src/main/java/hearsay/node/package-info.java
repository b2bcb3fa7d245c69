/// One Redis.
@org.jspecify.annotations.NullMarked
package hearsay.node;
