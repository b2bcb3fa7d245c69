package hearsay.client.routing;

import hearsay.gossip.routing.HashSlot;
import org.jspecify.annotations.Nullable;

/// What the caller knows of a request and its words do not tell.
///
/// @param idempotent doing it twice is as good as once, so it may be repeated although a connection
///   broke while it was being done: SET, DEL, EXPIREAT, but neither INCR nor LPUSH
/// @param slot where to send it, [Route#NO_SLOT] to find that out from the words
/// @param limit null for the client's own
public record RequestOptions(boolean idempotent, int slot, @Nullable TimeLimit limit) {

    public static final RequestOptions NONE = new RequestOptions(false, Route.NO_SLOT, null);

    public RequestOptions asIdempotent() {
        return new RequestOptions(true, slot, limit);
    }

    /// Goes to the node of this key: for commands that the client does not know, and scripts.
    public RequestOptions routedBy(byte[] key) {
        return new RequestOptions(idempotent, HashSlot.of(key), limit);
    }

    public RequestOptions within(TimeLimit patience) {
        return new RequestOptions(idempotent, slot, patience);
    }
}
