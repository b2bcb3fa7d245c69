package hearsay.node.resp;

/// A request that is not RESP. The client hears why and is disconnected.
///
/// Source: Redis serialization protocol specification; the texts are Redis' own.
public final class ProtocolError extends RuntimeException {

    public ProtocolError(String reason) {
        super("Protocol error: " + reason, null, false, false);
    }

    /// The text of the error reply, without its code.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
