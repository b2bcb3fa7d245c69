/// A toy world for Sentinels: time by hand, machines that can be stopped, wires that can be cut.
@org.jspecify.annotations.NullMarked
package hearsay.sentinel.harness;
