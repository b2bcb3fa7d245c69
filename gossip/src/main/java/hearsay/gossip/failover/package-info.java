/// How a replica is promoted: its election, the voter's rules, and the failover that an operator
/// asks for.
@org.jspecify.annotations.NullMarked
package hearsay.gossip.failover;
