/// Plans and repairs, on clusters that are only described.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.reshard;
