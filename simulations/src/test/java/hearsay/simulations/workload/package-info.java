/// Clients in virtual time.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.workload;
