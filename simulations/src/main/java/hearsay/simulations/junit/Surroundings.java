package hearsay.simulations.junit;

import akka.actor.ActorSystem;

/// What the nodes of one cluster share.
///
/// @param system runs their actors, each on its own event loop
record Surroundings(
        ActorSystem system,
        ClusterOptions options,
        BusExchange exchange,
        Cuts cuts,
        Chronicle chronicle) {}
