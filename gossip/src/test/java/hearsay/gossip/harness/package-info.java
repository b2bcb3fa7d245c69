/// A cluster of members in one thread and in virtual time, for tests: see [Cluster].
@org.jspecify.annotations.NullMarked
package hearsay.gossip.harness;
