/// What several JVMs need to be one cluster: the bus over Akka remoting, nodes.conf kept durably,
/// and the Akka cluster that launching and observing rest on.
@org.jspecify.annotations.NullMarked
package hearsay.node.remote;
