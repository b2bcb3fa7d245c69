/// Files that must survive: the port, and its real implementation.
@org.jspecify.annotations.NullMarked
package hearsay.node.disk;
