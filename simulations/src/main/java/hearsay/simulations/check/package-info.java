/// What clients saw, and the laws that it and the members' views are held against.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.check;
