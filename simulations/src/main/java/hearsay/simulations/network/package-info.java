/// The network of a world: byte streams and bus links between machines in virtual time.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.network;
