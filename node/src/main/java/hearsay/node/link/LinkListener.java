package hearsay.node.link;

/// What becomes of a [Link].
public interface LinkListener {

    /// Bytes that have come: valid only while the listener is told of them.
    interface Incoming {
        int length();

        /// Copies all of them to `target` from `at` on.
        void copyTo(byte[] target, int at);
    }

    /// A link we asked for is open.
    void opened(Link link);

    /// A link we asked for could not be opened.
    void refused(String reason);

    void received(Link link, Incoming bytes);

    /// The stream has ended, whoever ended it. Told once.
    void closed(Link link);
}
