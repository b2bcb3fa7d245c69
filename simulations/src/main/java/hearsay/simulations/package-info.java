/// Whole worlds.
@org.jspecify.annotations.NullMarked
package hearsay.simulations;
