/// Netty: listeners, links, and the event loop as an Akka dispatcher.
@org.jspecify.annotations.NullMarked
package hearsay.node.net;
