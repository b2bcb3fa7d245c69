package hearsay.node.persistence;

import hearsay.node.keyspace.Value;
import org.jspecify.annotations.Nullable;

/// Makes one value of its parts, which it is told in the order of the RDB as they come; [Layout]
/// says which parts a type has. Parts that a type does not have are never told.
///
/// Nothing told is to be trusted: any of them may throw [Unsound]. In particular a count promises
/// nothing; memory is given to what has come.
public abstract class ValueBuilder {

    /// A promise of this many elements costs little if it is broken.
    private static final int BELIEVED = 4096;

    /// So many times the parts of a repetition follow.
    protected void count(long times) {}

    /// A string; the array is the builder's to keep.
    protected void text(byte[] text) {
        throw new IllegalStateException("a text");
    }

    /// A number in the encoding of lengths, or a time in milliseconds; may be negative if it is
    /// beyond 63 bits.
    protected void number(long number) {
        throw new IllegalStateException("a number");
    }

    /// A double; may be NaN.
    protected void score(double score) {
        throw new IllegalStateException("a score");
    }

    /// The id of an entry of a stream; both numbers are unsigned.
    protected void id(long millis, long sequence) {
        throw new IllegalStateException("an id");
    }

    /// For how many elements room is made when so many are promised.
    static int room(long promised) {
        return (int) Math.min(promised, BELIEVED);
    }

    /// All parts have been told: the value, or null if it is a collection of nothing, which no key
    /// can have.
    protected abstract @Nullable Value value();
}
