/// The rules of virtual time.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.runtime;
