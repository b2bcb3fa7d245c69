/// Slots and their keys on their way between real nodes, ours or Redis', by nothing but RESP.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.process.reshard;
