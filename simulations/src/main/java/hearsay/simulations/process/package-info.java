/// Real processes: launch a cluster of them, look at it, break it, end it.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.process;
