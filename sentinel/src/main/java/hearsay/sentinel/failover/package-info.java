/// How one of a dead master's replicas takes its place.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.failover;
