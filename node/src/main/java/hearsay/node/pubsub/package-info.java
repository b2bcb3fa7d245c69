/// Publish and subscribe: channels, patterns, sharded channels, and what is said there of keys.
@org.jspecify.annotations.NullMarked
package hearsay.node.pubsub;
