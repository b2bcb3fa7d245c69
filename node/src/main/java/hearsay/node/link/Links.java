package hearsay.node.link;

/// The port through which a node opens streams to others.
public interface Links {

    /// Starts to open a stream; the listener hears how it went.
    ///
    /// @param timeoutMillis when to give up
    void open(String host, int port, long timeoutMillis, LinkListener listener);
}
