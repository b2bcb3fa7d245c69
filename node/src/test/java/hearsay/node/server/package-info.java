/// Clients who ask too much, wait, and are cut off.
@org.jspecify.annotations.NullMarked
package hearsay.node.server;
