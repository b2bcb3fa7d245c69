/// What makes failover safe, in one place.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.rules;
