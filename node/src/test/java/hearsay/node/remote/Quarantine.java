package hearsay.node.remote;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.ArteryTransport;
import hearsay.gossip.model.Address;

/// Puts a JVM under quarantine, as remoting does by itself when a member is removed from the Akka
/// cluster.
final class Quarantine {

    private Quarantine() {}

    static void of(ActorSystem system, Address node) {
        var provider = (RemoteActorRefProvider) ((ExtendedActorSystem) system).provider();
        var transport = (ArteryTransport) provider.transport();
        var address = akka.actor.Address.apply("akka", system.name(), node.ip(), node.busPort());
        transport.association(address).quarantine("for a test");
    }
}
