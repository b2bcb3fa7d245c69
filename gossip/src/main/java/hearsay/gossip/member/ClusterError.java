package hearsay.gossip.member;

/// A CLUSTER command was refused. The message is Redis' error reply without the leading `-`.
public final class ClusterError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClusterError(String message) {
        super("ERR " + message, null, false, false);
    }

    static ClusterError unknownNode(String id) {
        return new ClusterError("Unknown node " + id);
    }
}
