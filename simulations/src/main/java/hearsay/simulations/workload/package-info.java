/// What clients do in a world, virtual or real, by the real client code, and how it is written
/// down.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.workload;
