package hearsay.client.connection;

import hearsay.node.link.Links;

/// All that a client needs of the world around it.
///
/// @param links opens streams whose listeners are told on the loop
public record Ports(Links links, Loop loop) {}
