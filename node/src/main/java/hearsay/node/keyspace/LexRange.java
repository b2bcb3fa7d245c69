package hearsay.node.keyspace;

import java.util.Arrays;

/// Members from one string of bytes to another, in a sorted set all of whose scores are the same.
///
/// If they are not, small sets answer as Redis does: what is in the range beginning with the first
/// member that is, up to the first that is not.
public record LexRange(LexBound min, LexBound max) {

    /// Whether no string at all is in it.
    public boolean isEmpty() {
        if (min instanceof LexBound.Highest || max instanceof LexBound.Lowest) return true;
        if (!(min instanceof LexBound.At low) || !(max instanceof LexBound.At high)) return false;
        int order = Arrays.compareUnsigned(low.bytes(), high.bytes());
        return order > 0 || (order == 0 && (low.excluded() || high.excluded()));
    }

    boolean startsBefore(byte[] member) {
        return min.isBegunBy(member);
    }

    boolean endsBehind(byte[] member) {
        return max.isEndedBy(member);
    }
}
