package hearsay.node.cluster;

/// Keeps nodes.conf on disk.
@FunctionalInterface
public interface Keeper {

    /// Starts to write; [Membership#saved] is called when it is on disk, on the node's thread and
    /// not within this call, or [Membership#saveFailed].
    void save(long sequence, String nodesConf);
}
