/// A whole cluster in one thread: its machines, their disks and clocks, and the network between
/// them.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.world;
