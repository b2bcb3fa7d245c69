package hearsay.gossip.member;

/// All that a member knows of replication.
///
/// @param offset bytes of the stream: produced, if I am a master; processed, if a replica
/// @param linkUp whether I am a replica connected to its master
/// @param linkDownSinceMillis since when I am not, 0 if I never was
/// @param lastInteractionMillis when I last heard from my master
public record ReplicationStatus(
        long offset, boolean linkUp, long linkDownSinceMillis, long lastInteractionMillis) {

    public static ReplicationStatus master(long offset) {
        return new ReplicationStatus(offset, false, 0, 0);
    }

    ReplicationStatus at(long newOffset) {
        return new ReplicationStatus(newOffset, linkUp, linkDownSinceMillis, lastInteractionMillis);
    }

    /// For how long I have heard nothing from my master.
    long silenceMillis(long nowMillis) {
        return nowMillis - (linkUp ? lastInteractionMillis : linkDownSinceMillis);
    }
}
