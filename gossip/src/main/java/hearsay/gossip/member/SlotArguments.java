package hearsay.gossip.member;

import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import java.util.ArrayList;
import java.util.List;

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
    /// arity error.
    public static List<SlotRange> ranges(List<String> texts) {
        var ranges = new ArrayList<SlotRange>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            int first = slot(texts.get(i));
            int last = slot(texts.get(i + 1));
            if (first > last) {
                throw new ClusterError(
                        "start slot number %d is greater than end slot number %d"
                                .formatted(first, last));
            }
            ranges.add(new SlotRange(first, last));
        }
        return ranges;
    }
}
