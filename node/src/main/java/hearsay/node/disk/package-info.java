/// Files that must survive: the port, its real implementation, and how a whole file is replaced.
@org.jspecify.annotations.NullMarked
package hearsay.node.disk;
