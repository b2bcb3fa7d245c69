package hearsay.gossip.model;

/// What a node does. `UNKNOWN` until it has told us itself.
public enum Role {
    UNKNOWN,
    MASTER,
    REPLICA
}
