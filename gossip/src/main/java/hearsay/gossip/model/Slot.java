package hearsay.gossip.model;

/// A hash slot is an `int` from 0 to 16383; these are its bounds.
///
/// Source: Redis Cluster specification, "Key distribution model".
public final class Slot {

    /// How many there are: few enough that a bitmap of them fits each heartbeat (2 KB), many enough
    /// for a thousand masters.
    public static final int COUNT = 16384;

    private Slot() {}

    public static boolean isValid(long slot) {
        return slot >= 0 && slot < COUNT;
    }
}
