/// Keys of all types in a real cluster, the clients that use them, and what became of both.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.process.load;
