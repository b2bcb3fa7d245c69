package hearsay.simulations.diary;

import hearsay.gossip.model.NodeId;
import hearsay.node.server.Log;
import java.io.StringWriter;

/// A world for tests of the diary: a clock that is set by hand, and nodes 7000 to 7005 with names.
final class Small {

    private long nanos;
    final Diary diary = new Diary(() -> nanos, Log.Level.DEBUG);

    Small() {
        for (int port = 7000; port < 7006; port++)
            diary.names().put(id(port), Integer.toString(port));
    }

    static NodeId id(int port) {
        return new NodeId(Integer.toString(port).repeat(NodeId.LENGTH / 4));
    }

    Diary at(long millis) {
        nanos = millis * 1_000_000;
        return diary;
    }

    String transcript() {
        return new Transcript(diary.names()).of(diary.entries());
    }

    String excerpt(long millis, int before, int after) {
        return new Transcript(diary.names())
                .of(Excerpt.around(diary.entries(), millis * 1_000_000, before, after));
    }

    String jsonLines() {
        var text = new StringWriter();
        new JsonLines(diary.names()).write(diary.entries(), text);
        return text.toString();
    }
}
