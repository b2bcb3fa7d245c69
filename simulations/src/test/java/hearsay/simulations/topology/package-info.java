/// The shape of clusters to be.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.topology;
