package hearsay.node.link;

/// One ordered stream of bytes to somebody else: a client, a master, a replica.
///
/// What arrives and that the stream has ended is told to the [LinkListener] it was opened or
/// accepted with. Nothing here blocks.
public interface Link {

    /// Queues bytes for sending; the array may be used again at once. Does nothing on a closed
    /// link.
    void write(byte[] bytes, int offset, int length);

    /// Sends what was queued.
    void flush();

    /// Bytes queued and not yet taken by the other side's machine.
    long unsent();

    /// Closes after what was queued has been sent, or at once if `now`.
    void close(boolean now);

    boolean isOpen();

    /// `ip:port` of the other side.
    String remoteAddress();

    /// The operating system's number of this stream, -1 if it has none.
    default int descriptor() {
        return -1;
    }

    /// `ip:port` of this side.
    String localAddress();
}
