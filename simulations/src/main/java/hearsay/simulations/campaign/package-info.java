/// Stories that are run: one seed or thousands, their figures, what breaks, and how to see it
/// again.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.campaign;
