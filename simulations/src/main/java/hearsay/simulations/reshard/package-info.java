/// Which slots should go where, and what is wrong with those that stand open: plain decisions over
/// what the nodes of a cluster say.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.reshard;
