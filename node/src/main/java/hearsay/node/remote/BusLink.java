package hearsay.node.remote;

import akka.actor.ActorRef;
import hearsay.node.remote.LinkMessage.Connection;
import java.io.ByteArrayOutputStream;

/// One end of one connection between two bus endpoints.
final class BusLink {

    final long id;
    final Connection connection;
    final boolean opener;
    final PeerJvm jvm;

    /// The other end; of a link that is being opened, not yet known.
    ActorRef peer;

    boolean open;
    int asked;
    private long sent;
    private long received;

    /// The pieces of a big message that have arrived so far.
    final ByteArrayOutputStream pieces = new ByteArrayOutputStream(0);

    BusLink(long id, Connection connection, boolean opener, PeerJvm jvm, ActorRef peer) {
        this.id = id;
        this.connection = connection;
        this.opener = opener;
        this.jvm = jvm;
        this.peer = peer;
        this.open = !opener;
    }

    long nextNumber() {
        return ++sent;
    }

    /// Whether nothing was lost before the message of this number.
    boolean isNext(long number) {
        return number == ++received;
    }
}
