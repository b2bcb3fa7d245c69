package hearsay.gossip.member;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Reads the slots that a client names in CLUSTER ADDSLOTS, ADDSLOTSRANGE and the like.
public final class SlotArguments {

    private SlotArguments() {}

    public static int slot(String text) {
        try {
            long slot = Long.parseLong(text);
            if (Slot.isValid(slot)) return (int) slot;
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new ClusterError("Invalid or out of range slot");
    }

    /// `1 2 3`.
    public static List<SlotRange> slots(List<String> texts) {
        var ranges = new ArrayList<SlotRange>();
        for (String text : texts) {
            int slot = slot(text);
            ranges.add(new SlotRange(slot, slot));
        }
        return ranges;
    }

    /// `0 5460 10923 16383`: pairs of first and last. Their number is even, or the caller has an
    /// arity error. Each pair is read when it is asked for: of two mistakes the first in the text
    /// is told, whether it is a word or a slot that is busy.
    public static Iterable<SlotRange> ranges(List<String> texts) {
        return () ->
                IntStream.range(0, texts.size() / 2)
                        .mapToObj(pair -> range(texts.get(2 * pair), texts.get(2 * pair + 1)))
                        .iterator();
    }

    private static SlotRange range(String firstText, String lastText) {
        int first = slot(firstText);
        int last = slot(lastText);
        if (first > last) {
            throw new ClusterError(
                    "start slot number %d is greater than end slot number %d"
                            .formatted(first, last));
        }
        return new SlotRange(first, last);
    }
}
