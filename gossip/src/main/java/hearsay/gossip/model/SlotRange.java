package hearsay.gossip.model;

/// Neighbouring slots, both ends included.
public record SlotRange(int first, int last) {

    public SlotRange {
        if (!Slot.isValid(first) || !Slot.isValid(last) || first > last)
            throw new IllegalArgumentException("not a range of slots: " + first + "-" + last);
    }

    public int size() {
        return last - first + 1;
    }

    /// `7` or `0-5460`, as CLUSTER NODES and nodes.conf write it.
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
