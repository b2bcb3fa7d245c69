package hearsay.gossip.model;

/// What we believe of a node's life.
public enum Health {
    /// Answers, or has not yet been silent for the node timeout.
    OK,
    /// Silent towards me for longer than the node timeout; my opinion alone.
    PFAIL,
    /// A majority of masters says so.
    FAIL
}
