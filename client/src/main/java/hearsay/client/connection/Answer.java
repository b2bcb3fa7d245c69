package hearsay.client.connection;

/// Who waits for the reply to one request. Exactly one of these is called, once, on the
/// connection's loop; what it throws is a bug that ends the connection.
public interface Answer {

    /// The server's reply, which may be an error.
    void answered(Reply reply);

    /// There is none. This may be told before the call that sent the request has returned.
    void failed(ConnectionFailure failure);
}
