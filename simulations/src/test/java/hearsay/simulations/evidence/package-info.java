/// Which test proves what.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.evidence;
