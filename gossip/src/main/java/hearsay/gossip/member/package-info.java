/// One node's part in the cluster: composes views, failure detection and failover, events in,
/// effects out.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.member;
