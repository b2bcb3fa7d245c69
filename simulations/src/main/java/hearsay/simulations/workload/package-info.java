/// What clients do in a simulated world, and how it is written down.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.workload;
