package hearsay.node.persistence;

/// Reads ziplists, the compact lists of Redis before 7.0, of which lists, hashes and sorted sets were
/// made. Nothing is kept as one: its elements are handed out to be kept otherwise.
///
///     bytes, 4 │ offset of the last entry, 4 │ count, 2 │ entry … │ ff          all little-endian
///
///     an entry:  size of the entry before, 1 byte or fe and 4 │ encoding │ content
///
///     00llllll                                text of so many bytes
///     01llllll llllllll                       the same, big-endian
///     10...... llllllll × 4                   the same, big-endian
///     c0 d0 e0 f0 fe                          number of 2, 4, 8, 3, 1 bytes, little-endian
///     1111nnnn   n from 1 to 13               number n − 1
///
/// Source: Redis' description of the ziplist.
final class Ziplist {

    private static final int HEADER = 10;
    private static final int END = 0xff;
    private static final int BIG_PREVIOUS = 0xfe;
    private static final int COUNT_UNKNOWN = 0xffff;
    private static final String BROKEN = "Ziplist integrity check failed.";

    private final byte[] bytes;
    private final int end;
    private final Elements elements;

    private Ziplist(byte[] bytes, Elements elements) {
        this.bytes = bytes;
        this.end = bytes.length - 1;
        this.elements = elements;
    }

    /// Hands out all elements; those before a fault too.
    ///
    /// @throws Unsound it is no ziplist, or not in every detail
    static void read(byte[] bytes, Elements elements) {
        new Ziplist(bytes, elements).read();
    }

    private void read() {
        if (bytes.length < HEADER + 1 || number(0, 4, false) != bytes.length) throw broken();
        if ((bytes[end] & 0xff) != END) throw broken();
        long tail = number(4, 4, false);
        if (tail > end) throw broken();

        int at = HEADER;
        int last = HEADER;
        int sizeOfLast = 0;
        int count = 0;
        while ((bytes[at] & 0xff) != END) {
            int size = entry(at, sizeOfLast);
            last = at;
            at += size;
            sizeOfLast = size;
            count++;
        }
        if (at != end || (count > 0 && last != tail)) throw broken();
        int stated = (int) number(8, 2, false);
        if (stated != COUNT_UNKNOWN && stated != count) throw broken();
    }

    /// Hands out the entry at `at`; its size.
    private int entry(int at, int sizeOfLast) {
        int from = at + (((bytes[at] & 0xff) == BIG_PREVIOUS) ? 5 : 1);
        if (from >= end) throw broken();
        long previous = from == at + 1 ? bytes[at] & 0xff : number(at + 1, 4, false);
        if (previous != sizeOfLast) throw broken();

        int encoding = bytes[from] & 0xff;
        return (encoding < 0xc0 ? text(from, encoding) : number(from, encoding)) - at;
    }

    private int text(int at, int encoding) {
        int lengthSize = encoding < 0x40 ? 1 : encoding < 0x80 ? 2 : 5;
        int from = at + lengthSize;
        if (from > end) throw broken();
        long length =
                switch (lengthSize) {
                    case 1 -> encoding;
                    case 2 -> (encoding & 0x3f) << 8 | (bytes[at + 1] & 0xff);
                    default -> Words.bigInt(bytes, at + 1) & 0xffffffffL;
                };
        if (length > end - from) throw broken();
        elements.text(bytes, from, (int) length);
        return from + (int) length;
    }

    private int number(int at, int encoding) {
        int size =
                switch (encoding) {
                    case 0xc0 -> 2;
                    case 0xd0 -> 4;
                    case 0xe0 -> 8;
                    case 0xf0 -> 3;
                    case 0xfe -> 1;
                    default -> 0;
                };
        if (size == 0 && (encoding < 0xf1 || encoding > 0xfd)) throw broken();
        int from = at + 1;
        if (size > end - from) throw broken();
        elements.number(size == 0 ? encoding - 0xf1 : number(from, size, true));
        return from + size;
    }

    private long number(int at, int size, boolean signed) {
        long value = signed ? bytes[at + size - 1] : bytes[at + size - 1] & 0xff;
        for (int i = size - 2; i >= 0; i--) value = value << 8 | (bytes[at + i] & 0xff);
        return value;
    }

    private static Unsound broken() {
        return new Unsound(BROKEN);
    }
}
