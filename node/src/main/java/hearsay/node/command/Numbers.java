package hearsay.node.command;

import hearsay.node.resp.Arguments;
import hearsay.node.resp.Decimal;

/// Words that are numbers.
final class Numbers {

    private Numbers() {}

    /// The 64-bit number that the word is, or `otherwise`.
    static long parseOr(Arguments words, int index, long otherwise) {
        var bytes = words.buffer();
        int offset = words.offset(index);
        int length = words.length(index);
        return Decimal.isLong(bytes, offset, length)
                ? Decimal.parse(bytes, offset, length)
                : otherwise;
    }
}
