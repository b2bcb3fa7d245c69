/// Stories, and that they repeat.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.story;
