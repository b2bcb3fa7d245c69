package hearsay.node.command;

import hearsay.node.keyspace.StringValue;
import hearsay.node.keyspace.Value;

/// The size of a value in an RDB file, uncompressed, in bytes: for DEBUG OBJECT.
///
/// Redis tells the compressed size of strings that are longer than 20 bytes and can be compressed.
final class SerializedLength {

    /// Lengths up to these take one, two and five bytes.
    private static final int LENGTH_6_BITS = 1 << 6;

    private static final int LENGTH_14_BITS = 1 << 14;

    private SerializedLength() {}

    static int of(Value value) {
        return switch (value) {
            case StringValue.Int number when fits(number.number(), Byte.MAX_VALUE) -> 2;
            case StringValue.Int number when fits(number.number(), Short.MAX_VALUE) -> 3;
            case StringValue.Int number when fits(number.number(), Integer.MAX_VALUE) -> 5;
            case StringValue string -> prefix(string.length()) + string.length();
            default -> throw new IllegalStateException("no form for a " + value.type());
        };
    }

    private static boolean fits(long number, long max) {
        return number <= max && number >= -max - 1;
    }

    private static int prefix(int length) {
        if (length < LENGTH_6_BITS) return 1;
        return length < LENGTH_14_BITS ? 2 : 5;
    }
}
