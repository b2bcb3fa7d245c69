/// What machines and their processes go through.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.world;
