/// What clients see when a cluster is broken, with the extension that lets anybody see it.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.junit;
