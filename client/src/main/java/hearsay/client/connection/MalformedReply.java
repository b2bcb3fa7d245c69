package hearsay.client.connection;

/// What a server sent is not RESP. Nothing after it can be understood.
public final class MalformedReply extends RuntimeException {

    MalformedReply(String reason) {
        super("not RESP: " + reason, null, false, false);
    }
}
