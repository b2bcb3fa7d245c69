package hearsay.simulations.diary;

import java.util.ArrayList;
import java.util.List;

/// Something that one node said and another heard.
///
/// @param text what was said
public record Arrow(String from, long fromNanos, String to, long toNanos, String text) {

    public Arrow {
        if (toNanos < fromNanos) throw new IllegalArgumentException("heard before it was said");
    }

    /// The messages that arrived, as they were watched.
    public static List<Arrow> of(List<Message> messages, Names names) {
        List<Arrow> arrows = new ArrayList<>();
        for (Message message : messages) {
            if (message.isLost()) continue;
            arrows.add(
                    new Arrow(
                            message.from(),
                            message.sentNanos(),
                            message.to(),
                            message.arrivedNanos(),
                            message.text(names)));
        }
        return arrows;
    }

    /// What the entries betray of messages that nobody watched: votes, and that a node failed.
    public static List<Arrow> guessed(List<Entry> entries, Names names) {
        return Guess.arrows(entries, names);
    }
}
