package hearsay.client.routing;

import hearsay.gossip.routing.HashSlot;
import org.jspecify.annotations.Nullable;

/// What the caller knows of a request and its words do not tell.
///
/// @param idempotent doing it twice is as good as once, so it may be repeated although a connection
///   broke while it was being done: SET, DEL, EXPIREAT, but neither INCR nor LPUSH
/// @param slot where to send it, [Route#NO_SLOT] to find that out from the words
/// @param limit null for the client's own, to which the time is added that the command itself says
///   it may block
/// @param readFrom who may answer it, if it is a command that only reads
public record RequestOptions(
        boolean idempotent, int slot, @Nullable TimeLimit limit, ReadFrom readFrom) {

    public static final RequestOptions NONE =
            new RequestOptions(false, Route.NO_SLOT, null, ReadFrom.MASTER);

    public RequestOptions asIdempotent() {
        return new RequestOptions(true, slot, limit, readFrom);
    }

    /// Goes to the node of this key: for commands that the client does not know, and scripts.
    public RequestOptions routedBy(byte[] key) {
        return inSlot(HashSlot.of(key));
    }

    public RequestOptions within(TimeLimit patience) {
        return new RequestOptions(idempotent, slot, patience, readFrom);
    }

    /// Has no effect on commands that write.
    public RequestOptions readingFrom(ReadFrom whom) {
        return new RequestOptions(idempotent, slot, limit, whom);
    }

    RequestOptions inSlot(int known) {
        return new RequestOptions(idempotent, known, limit, readFrom);
    }
}
