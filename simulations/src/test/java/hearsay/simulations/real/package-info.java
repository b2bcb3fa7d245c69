/// Nodes on real ports, talked to by the clients and tools that people use.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.real;
