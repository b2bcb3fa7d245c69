/// Performing faults on a world: when, on whom, and how they are taken back.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.nemesis;
