/// Failures that real clusters had, each played again under its cause: here a node does the right
/// thing.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.museum;
