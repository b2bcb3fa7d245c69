/// Tests of launching.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.process;
