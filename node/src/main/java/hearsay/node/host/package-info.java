/// A JVM that hosts nodes: its actor system, their loops, files, ports and logs.
@org.jspecify.annotations.NullMarked
package hearsay.node.host;
