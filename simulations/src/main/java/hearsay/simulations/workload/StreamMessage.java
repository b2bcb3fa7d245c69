package hearsay.simulations.workload;

import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.List;

/// A message of a stream, as XRANGE, XREADGROUP and XAUTOCLAIM give it: `[id, [n, number]]`.
record StreamMessage(byte[] id, long number) {

    /// Those of an array of messages; one that was deleted meanwhile is nil.
    static List<StreamMessage> all(Reply messages) {
        var all = new ArrayList<StreamMessage>();
        if (messages instanceof Reply.Nil) return all;
        for (var message : messages.items()) {
            if (!(message instanceof Reply.Array(List<Reply> parts))) continue;
            if (parts.get(0) instanceof Reply.Bulk id
                    && parts.get(1) instanceof Reply.Array(List<Reply> fields)
                    && fields.get(1) instanceof Reply.Bulk number)
                all.add(new StreamMessage(id.bytes(), Texts.number(number.bytes())));
        }
        return all;
    }

    /// Those of the only stream that XREADGROUP was asked for, in RESP3 or RESP2.
    static List<StreamMessage> read(Reply reply) {
        return switch (reply) {
            case Reply.Map map when !map.pairs().isEmpty() -> all(map.pairs().getFirst().value());
            case Reply.Array(List<Reply> streams) when !streams.isEmpty() ->
                    all(streams.getFirst().items().get(1));
            default -> List.of();
        };
    }

    /// Those of XAUTOCLAIM's `[cursor, messages, deleted]`.
    static List<StreamMessage> claimed(Reply reply) {
        return all(reply.items().get(1));
    }
}
