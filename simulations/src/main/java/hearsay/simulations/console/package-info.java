/// What commands say to whoever typed them: tables, and why something was not done.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.console;
