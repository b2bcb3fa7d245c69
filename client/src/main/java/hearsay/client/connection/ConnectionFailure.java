package hearsay.client.connection;

import java.io.IOException;

/// Why a request got no reply.
///
/// The question that matters to the caller is [#maybeExecuted]: if the request may have reached the
/// server, nobody knows whether it was done.
public final class ConnectionFailure extends IOException {

    /// What went wrong.
    public enum Kind {
        /// No connection came about: refused, unreachable, or not within the connect timeout.
        CONNECT,
        /// The server did not accept the user or the password.
        AUTHENTICATION,
        /// The server did not accept HELLO, or refused the connection as one too many.
        HANDSHAKE,
        /// The connection ended, by the server's will or the network's.
        BROKEN,
        /// No reply within the command timeout. The connection stays; a late reply is dropped.
        TIMEOUT,
        /// The server sent bytes that are not RESP, or a reply that nobody had asked for.
        MALFORMED,
        /// Too many requests are waiting for their replies.
        OVERLOAD,
        /// We closed the connection ourselves.
        CLOSED
    }

    private final Kind kind;
    private final boolean maybeExecuted;

    public ConnectionFailure(Kind kind, boolean maybeExecuted, String message) {
        super(message);
        this.kind = kind;
        this.maybeExecuted = maybeExecuted;
    }

    public Kind kind() {
        return kind;
    }

    /// Whether the server may have carried out the request. False only if it surely has not.
    public boolean maybeExecuted() {
        return maybeExecuted;
    }

    /// A stack would be the loop's, and tell nothing.
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    ConnectionFailure ofRequest(boolean sent) {
        if (sent == maybeExecuted) return this;
        return new ConnectionFailure(kind, sent, String.valueOf(getMessage()));
    }
}
