package hearsay.node.keyspace;

import java.util.Arrays;

/// An end of a range of byte strings.
public sealed interface LexBound {

    /// `-`: before all strings.
    record Lowest() implements LexBound {}

    /// `+`: behind all strings.
    record Highest() implements LexBound {}

    /// `[a` and `(a`: that string, which is in the range or is not.
    record At(byte[] bytes, boolean excluded) implements LexBound {}

    /// Whether the string is in a range that begins here.
    default boolean isBegunBy(byte[] string) {
        return switch (this) {
            case Lowest lowest -> true;
            case Highest highest -> false;
            case At(byte[] bytes, boolean excluded) ->
                    Arrays.compareUnsigned(string, bytes) >= (excluded ? 1 : 0);
        };
    }

    /// Whether the string is in a range that ends here.
    default boolean isEndedBy(byte[] string) {
        return switch (this) {
            case Lowest lowest -> false;
            case Highest highest -> true;
            case At(byte[] bytes, boolean excluded) ->
                    Arrays.compareUnsigned(string, bytes) <= (excluded ? -1 : 0);
        };
    }
}
