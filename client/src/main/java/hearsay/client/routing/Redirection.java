package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.gossip.model.Slot;
import org.jspecify.annotations.Nullable;

/// The content of a MOVED or an ASK: `MOVED 3999 127.0.0.1:6381`.
///
/// Source: Redis Cluster specification, "MOVED Redirection", "ASK redirection".
record Redirection(int slot, Endpoint endpoint) {

    /// Reads it, or null if the text is something else.
    ///
    /// @param from who said it: an empty host means "where you are, on another port"
    static @Nullable Redirection parse(Reply.Failure failure, Endpoint from) {
        var words = failure.text().split(" ", -1);
        if (words.length < 3) return null;
        try {
            int slot = Integer.parseInt(words[1]);
            if (!Slot.isValid(slot)) return null;
            return new Redirection(slot, Endpoint.parse(words[2], from.host()));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
