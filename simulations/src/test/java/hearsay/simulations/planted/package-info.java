/// Faults planted in the protocol, each in a world in which it shows: proof that the laws would
/// notice.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.planted;
