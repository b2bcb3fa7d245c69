package hearsay.node.remote;

import akka.actor.ActorRef;
import akka.actor.Address;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Another JVM, as long as there are links to nodes in it.
final class PeerJvm {

    final Address address;
    final long lifelineId;

    /// Null for the JVM that we are in ourselves.
    final @Nullable ActorRef lifeline;

    boolean held;
    final Set<BusLink> links = new LinkedHashSet<>();

    PeerJvm(Address address, long lifelineId, @Nullable ActorRef lifeline) {
        this.address = address;
        this.lifelineId = lifelineId;
        this.lifeline = lifeline;
        this.held = lifeline == null;
    }
}
