package hearsay.node.persistence;

/// Reads zipmaps, the small hashes of Redis before 2.6: fields and values are handed out in turn.
///
///     count │ length │ field │ length │ room after the value │ value │ room … │ ff
///
/// A length is a byte up to 253, or fe and four bytes, little-endian; a count of 254 or more says
/// nothing.
final class Zipmap {

    private static final int END = 0xff;
    private static final int BIG = 0xfe;

    private final byte[] bytes;
    private final int end;
    private int at = 1;
    private long length;

    private Zipmap(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length - 1;
    }

    /// @throws Unsound it is no zipmap, or one of nothing
    static void read(byte[] bytes, Elements elements) {
        new Zipmap(bytes).read(elements);
    }

    private void read(Elements elements) {
        if (bytes.length < 2 || (bytes[end] & 0xff) != END) throw broken();
        int count = 0;
        while ((bytes[at] & 0xff) != END) {
            length();
            text(elements, 0);
            length();
            int room = bytes[at++] & 0xff;
            text(elements, room);
            count++;
        }
        int stated = bytes[0] & 0xff;
        if (at != end || count == 0 || (stated < BIG && stated != count)) throw broken();
    }

    /// Reads a length; at least the end mark follows.
    private void length() {
        int first = bytes[at] & 0xff;
        int size = first < BIG ? 1 : 5;
        if (first == END || at + size > end) throw broken();
        length =
                size == 1 ? first : Integer.reverseBytes(Words.bigInt(bytes, at + 1)) & 0xffffffffL;
        at += size;
    }

    private void text(Elements elements, int room) {
        if (length + room > end - at) throw broken();
        elements.text(bytes, at, (int) length);
        at += (int) length + room;
    }

    private static Unsound broken() {
        return new Unsound("Zipmap integrity check failed.");
    }
}
