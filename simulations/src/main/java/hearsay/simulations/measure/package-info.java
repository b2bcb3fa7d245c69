/// The same data and the same commands on one of our nodes and on redis-server, measured side by
/// side.
@org.jspecify.annotations.NullMarked
package hearsay.simulations.measure;
