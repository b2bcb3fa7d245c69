package hearsay.node.command;

import hearsay.node.resp.Replies;
import hearsay.node.stream.StreamId;
import hearsay.node.stream.Walk;

/// Replies that more than one command on streams gives.
final class StreamReplies {

    private StreamReplies() {}

    /// Entries as an array, up to `count` of them; answers how many.
    static int entries(Replies reply, Walk walk, long count) {
        int mark = reply.mark();
        int shown = 0;
        while (shown < count && walk.next()) {
            walk.addTo(reply);
            shown++;
        }
        reply.arrayFrom(mark, shown);
        return shown;
    }

    /// An id that may be of any size.
    static void id(Replies reply, StreamId id) {
        reply.id(id.ms(), id.seq());
    }
}
