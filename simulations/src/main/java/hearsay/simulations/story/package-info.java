/// Stories: a world, what clients do in it, what goes wrong, and which laws must hold.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.story;
