package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.Reply;

/// Who waits for what becomes of one request. Exactly one of these is called, once, on the client's
/// loop, perhaps before the call that sent the request has returned; it must not throw.
public interface Outcome {

    /// The server's reply, which may be an error such as WRONGTYPE.
    ///
    /// @param from the connection by which it came: what must follow on the same one (WAIT) may be
    ///   sent there
    void answered(Connection from, Reply reply);

    /// There is none worth passing on.
    void failed(RequestFailed failure);
}
