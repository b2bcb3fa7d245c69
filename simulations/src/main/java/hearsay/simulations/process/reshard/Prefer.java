package hearsay.simulations.process.reshard;

/// Which of two different values of one key is to stay, when the slot's owner has one and a node
/// that does not own it has the other.
public enum Prefer {
    /// Both, until somebody decides.
    NEITHER,
    /// The one of the owner; the other is deleted.
    OWNER,
    /// The one that is where it should not be, which a broken reshard brought there.
    COPY
}
