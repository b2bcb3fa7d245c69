package hearsay.node.remote;

import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import hearsay.node.remote.LinkMessage.Accepted;
import hearsay.node.remote.LinkMessage.Carried;
import hearsay.node.remote.LinkMessage.Closed;
import hearsay.node.remote.LinkMessage.Connection;
import hearsay.node.remote.LinkMessage.Open;
import hearsay.node.remote.LinkMessage.Piece;
import hearsay.node.remote.LinkMessage.Refused;
import hearsay.node.remote.LinkMessage.Taken;
import hearsay.node.remote.LinkMessage.Unreadable;
import hearsay.node.remote.WireReader.Malformed;
import java.nio.ByteBuffer;

/// What bus endpoints say to each other, as bytes: one of version, then the message. The manifest
/// is a letter for the kind.
///
/// Reading never throws: bytes that make no sense become [Unreadable], which the endpoint counts
/// and drops. An exception here would be one line in the log for each message that a stranger
/// sends.
public final class BusSerializer extends SerializerWithStringManifest
        implements ByteBufferSerializer {

    /// Below 40 are Akka's own.
    public static final int IDENTIFIER = 16384;

    /// To be raised with every change of the layout. Other versions are not understood: the nodes
    /// of a cluster run the same build.
    static final int VERSION = 2;

    private static final String OPEN = "O";
    private static final String ACCEPTED = "A";
    private static final String REFUSED = "R";
    private static final String CLOSED = "C";
    private static final String CARRIED = "M";
    private static final String PIECE = "P";
    private static final String TAKEN = "T";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return switch ((LinkMessage) message) {
            case Open open -> OPEN;
            case Accepted accepted -> ACCEPTED;
            case Refused refused -> REFUSED;
            case Closed closed -> CLOSED;
            case Carried carried -> CARRIED;
            case Piece piece -> PIECE;
            case Taken taken -> TAKEN;
            case Unreadable unreadable ->
                    throw new IllegalArgumentException("not to be sent: " + message);
        };
    }

    @Override
    public byte[] toBinary(Object message) {
        return write((LinkMessage) message).toBytes();
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        write((LinkMessage) message).copyTo(buffer);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) {
        try {
            var in = new WireReader(buffer);
            int version = in.octet();
            if (version != VERSION) throw new Malformed("version " + version + " of the bus");
            LinkMessage message = read(in, manifest);
            in.end();
            return message;
        } catch (Malformed e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static WireWriter write(LinkMessage message) {
        return switch (message) {
            case Open open -> start(32, open.connection());
            case Accepted accepted -> start(32, accepted.connection());
            case Refused refused -> start(32, refused.connection());
            case Closed closed -> start(32, closed.connection()).flag(closed.fromOpener());
            case Carried carried -> {
                var out = start(512, carried.connection());
                out.flag(carried.fromOpener()).number(carried.number());
                BusCodec.write(carried.message(), out);
                yield out;
            }
            case Piece piece ->
                    start(piece.bytes().length + 48, piece.connection())
                            .flag(piece.fromOpener())
                            .number(piece.number())
                            .flag(piece.last())
                            .sized(piece.bytes());
            case Taken taken ->
                    start(32, taken.connection()).flag(taken.fromOpener()).number(taken.number());
            case Unreadable unreadable ->
                    throw new IllegalArgumentException("not to be sent: " + message);
        };
    }

    private static WireWriter start(int expected, Connection connection) {
        return new WireWriter(expected)
                .octet(VERSION)
                .fixed(connection.incarnation())
                .number(connection.number());
    }

    private static LinkMessage read(WireReader in, String manifest) throws Malformed {
        var connection = new Connection(in.fixed(), in.number());
        return switch (manifest) {
            case OPEN -> new Open(connection);
            case ACCEPTED -> new Accepted(connection);
            case REFUSED -> new Refused(connection);
            case CLOSED -> new Closed(connection, in.flag());
            case CARRIED -> new Carried(connection, in.flag(), in.number(), BusCodec.read(in));
            case PIECE -> new Piece(connection, in.flag(), in.number(), in.flag(), in.sized());
            case TAKEN -> new Taken(connection, in.flag(), in.number());
            default -> throw new Malformed("a message of kind " + manifest);
        };
    }
}
