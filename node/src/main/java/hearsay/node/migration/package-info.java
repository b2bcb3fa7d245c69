/// MIGRATE: keys on their way to another Redis, and who waits for them meanwhile.
@org.jspecify.annotations.NullMarked
package hearsay.node.migration;
