package hearsay.node.remote;

import akka.actor.ActorRef;
import hearsay.node.remote.LinkMessage.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// One end of one connection between two bus endpoints.
final class BusLink {

    final long id;
    final Connection connection;
    final boolean opener;
    final PeerJvm jvm;

    /// The other end; of a link that is being opened, not yet known.
    ActorRef peer;

    boolean open;

    /// How many times 200 ms an answer to our Open has been awaited.
    int waited;

    private long sent;
    private long received;

    /// Whether the peer will soon be told how much of it has arrived.
    boolean willConfirm;

    private record Sent(long number, int bytes) {}

    /// What the peer has not confirmed yet, in order.
    private final ArrayDeque<Sent> unconfirmed = new ArrayDeque<>();

    private final List<byte[]> pieces = new ArrayList<>();
    private int piecesLength;

    BusLink(long id, Connection connection, boolean opener, PeerJvm jvm, ActorRef peer) {
        this.id = id;
        this.connection = connection;
        this.opener = opener;
        this.jvm = jvm;
        this.peer = peer;
        this.open = !opener;
    }

    /// Takes in a piece of a big message.
    ///
    /// @return how long the message has become
    int add(byte[] piece) {
        pieces.add(piece);
        return piecesLength += piece.length;
    }

    /// The pieces so far as one, which are then forgotten.
    byte[] takePieces() {
        var whole = ByteBuffer.allocate(piecesLength);
        for (byte[] piece : pieces) whole.put(piece);
        pieces.clear();
        piecesLength = 0;
        return whole.array();
    }

    /// The message that was sent last has so many bytes.
    void sent(int bytes) {
        unconfirmed.add(new Sent(sent, bytes));
    }

    /// All up to this number has arrived at the peer.
    ///
    /// @return how many bytes that were
    int confirmed(long number) {
        int bytes = 0;
        for (var first = unconfirmed.peek(); first != null && first.number <= number; ) {
            bytes += first.bytes;
            unconfirmed.remove();
            first = unconfirmed.peek();
        }
        return bytes;
    }

    /// The number of the last message that arrived here.
    long received() {
        return received;
    }

    long nextNumber() {
        return ++sent;
    }

    /// Whether nothing was lost before the message of this number.
    boolean isNext(long number) {
        return number == ++received;
    }
}
