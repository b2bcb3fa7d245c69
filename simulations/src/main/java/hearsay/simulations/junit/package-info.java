/// A real cluster inside a test's JVM, with faults at hand, as a JUnit extension.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.junit;
