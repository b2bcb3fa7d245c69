/// What goes wrong in a simulated world, when, and for whom: all of it values.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.fault;
