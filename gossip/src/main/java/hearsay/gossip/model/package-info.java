/// The nouns of Redis Cluster: nodes, slots, addresses, flags.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.model;
