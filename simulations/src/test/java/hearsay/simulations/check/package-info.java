/// Tests of the laws: each can be broken.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.check;
