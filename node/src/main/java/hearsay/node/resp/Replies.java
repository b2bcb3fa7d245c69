package hearsay.node.resp;

import java.nio.charset.StandardCharsets;

/// Where a session's replies are written, in RESP2 or RESP3 as the client asked for.
///
/// One growing array, lent by [Buffers] while there is something in it. Types that RESP2 does not
/// have are written as Redis writes them there: maps as flat arrays, doubles and verbatim strings
/// as bulks, booleans as integers.
///
/// Source: Redis serialization protocol specification, "RESP protocol description".
public final class Replies {

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] QUEUED = ascii("+QUEUED\r\n");
    private static final byte[] NIL_2 = ascii("$-1\r\n");
    private static final byte[] NIL_ARRAY_2 = ascii("*-1\r\n");
    private static final byte[] NIL_3 = ascii("_\r\n");
    private static final byte[] TRUE_3 = ascii("#t\r\n");
    private static final byte[] FALSE_3 = ascii("#f\r\n");
    private static final byte[] ZERO = ascii(":0\r\n");
    private static final byte[] ONE = ascii(":1\r\n");

    private static final int NUMBER_MAX = 20;

    /// No array of the JVM holds more.
    private static final int LIMIT_MAX = Integer.MAX_VALUE - 64 * 1024;

    private final Buffers buffers;
    private byte[] out = Empty.BYTES;
    private int length;
    private int protocol = 2;
    private long limit = LIMIT_MAX;
    private boolean overflown;

    public Replies(Buffers buffers) {
        this.buffers = buffers;
    }

    /// How many bytes may be waiting here; 0 for as many as there may be.
    ///
    /// Whoever writes more is not stopped. What was written is thrown away, and [#isOverflown]
    /// tells that this client cannot be served any further.
    public void limit(long bytes) {
        limit = bytes <= 0 || bytes > LIMIT_MAX ? LIMIT_MAX : bytes;
    }

    public boolean isLimited() {
        return limit != LIMIT_MAX;
    }

    /// Whether there was more to be said than the limit allows.
    public boolean isOverflown() {
        return overflown;
    }

    public int protocol() {
        return protocol;
    }

    public void protocol(int version) {
        protocol = version;
    }

    public boolean isResp3() {
        return protocol == 3;
    }

    public void ok() {
        raw(OK);
    }

    public void pong() {
        raw(PONG);
    }

    public void queued() {
        raw(QUEUED);
    }

    public void nil() {
        raw(isResp3() ? NIL_3 : NIL_2);
    }

    /// The absence of an array, which RESP2 tells from the absence of a string.
    public void nilArray() {
        raw(isResp3() ? NIL_3 : NIL_ARRAY_2);
    }

    public void status(String text) {
        line('+', text);
    }

    /// An error: `text` begins with its code, as in `ERR syntax error`. Line breaks become spaces.
    public void error(String text) {
        line('-', text.replace('\r', ' ').replace('\n', ' '));
    }

    public void integer(long value) {
        if (value == 0) {
            raw(ZERO);
        } else if (value == 1) {
            raw(ONE);
        } else {
            header(':', value);
        }
    }

    public void bool(boolean value) {
        if (isResp3()) {
            raw(value ? TRUE_3 : FALSE_3);
        } else {
            integer(value ? 1 : 0);
        }
    }

    public void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    public void bulk(byte[] bytes, int offset, int size) {
        room(size + NUMBER_MAX + 8);
        var to = out;
        int at = length;
        to[at] = '$';
        at = Decimal.write(size, to, at + 1);
        to[at] = '\r';
        to[at + 1] = '\n';
        System.arraycopy(bytes, offset, to, at + 2, size);
        at += size + 2;
        to[at] = '\r';
        to[at + 1] = '\n';
        length = at + 2;
    }

    public void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A number as a bulk string.
    public void bulk(long value) {
        room(2 * NUMBER_MAX + 8);
        out[length++] = '$';
        number(digits(value));
        out[length++] = '\r';
        out[length++] = '\n';
        number(value);
        out[length++] = '\r';
        out[length++] = '\n';
    }

    /// The id of a stream's entry: two unsigned numbers with a hyphen between them, as a bulk
    /// string.
    public void id(long ms, long seq) {
        if (ms < 0 || seq < 0) {
            bulk(Long.toUnsignedString(ms) + '-' + Long.toUnsignedString(seq));
            return;
        }
        room(3 * NUMBER_MAX + 8);
        out[length++] = '$';
        number(digits(ms) + 1 + digits(seq));
        out[length++] = '\r';
        out[length++] = '\n';
        number(ms);
        out[length++] = '-';
        number(seq);
        out[length++] = '\r';
        out[length++] = '\n';
    }

    /// A double in RESP3, its shortest text as a bulk string in RESP2.
    public void number(double value) {
        room(Doubles.LENGTH_MAX + NUMBER_MAX);
        if (isResp3()) {
            out[length++] = ',';
            length = Doubles.write(value, out, length);
        } else {
            // Its length comes first, one or two digits: the number is put where it likely stands.
            int from = length + 4;
            int size = Doubles.write(value, out, from) - from;
            if (size >= 10) System.arraycopy(out, from, out, from + 1, size);
            out[length++] = '$';
            number(size);
            out[length++] = '\r';
            out[length++] = '\n';
            length += size;
        }
        out[length++] = '\r';
        out[length++] = '\n';
    }

    /// A double whose text is given: a double in RESP3, a bulk string in RESP2.
    public void number(String digits) {
        if (isResp3()) {
            line(',', digits);
        } else {
            bulk(digits);
        }
    }

    public void bigNumber(String digits) {
        if (isResp3()) {
            line('(', digits);
        } else {
            bulk(digits);
        }
    }

    /// Text with a three-letter format, `txt` or `mkd`.
    public void verbatim(String format, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!isResp3()) {
            bulk(bytes);
            return;
        }
        room(bytes.length + NUMBER_MAX + 12);
        out[length++] = '=';
        number(bytes.length + 4);
        out[length++] = '\r';
        out[length++] = '\n';
        raw(ascii(format));
        out[length++] = ':';
        raw(bytes);
        crlf();
    }

    public void array(long items) {
        header('*', items);
    }

    public void set(int items) {
        header(isResp3() ? '~' : '*', items);
    }

    public void map(int pairs) {
        if (isResp3()) {
            header('%', pairs);
        } else {
            header('*', 2L * pairs);
        }
    }

    /// Out-of-band data; RESP2 has only arrays for it.
    public void push(int items) {
        header(isResp3() ? '>' : '*', items);
    }

    /// Begins an aggregate whose number of items is known only at its end: see [#arrayFrom],
    /// [#mapFrom], [#setFrom].
    public int mark() {
        return length;
    }

    public void arrayFrom(int mark, int items) {
        insertHeader(mark, '*', items);
    }

    public void setFrom(int mark, int items) {
        insertHeader(mark, isResp3() ? '~' : '*', items);
    }

    public void mapFrom(int mark, int pairs) {
        insertHeader(mark, isResp3() ? '%' : '*', isResp3() ? pairs : 2L * pairs);
    }

    /// Takes back everything written since `mark`.
    public void truncate(int mark) {
        length = Math.min(length, mark);
    }

    /// Bytes as they are: something already encoded.
    public void raw(byte[] bytes) {
        raw(bytes, 0, bytes.length);
    }

    public void raw(byte[] bytes, int offset, int size) {
        room(size);
        System.arraycopy(bytes, offset, out, length, size);
        length += size;
    }

    /// Bytes written and not yet taken by [#clear].
    public int length() {
        return length;
    }

    /// Bytes of memory held at the moment.
    public int capacity() {
        return out.length;
    }

    public byte[] bytes() {
        return out;
    }

    /// Everything was handed on; the array goes back to the pool.
    public void clear() {
        length = 0;
        if (out.length == 0) return;
        buffers.giveBack(out);
        out = Empty.BYTES;
    }

    private void header(char marker, long value) {
        room(NUMBER_MAX + 4);
        out[length++] = (byte) marker;
        number(value);
        out[length++] = '\r';
        out[length++] = '\n';
    }

    private void insertHeader(int mark, char marker, long value) {
        if (overflown) return;
        int size = 1 + digits(value) + 2;
        room(size);
        if (overflown) return;
        System.arraycopy(out, mark, out, mark + size, length - mark);
        int end = length + size;
        length = mark;
        header(marker, value);
        length = end;
    }

    private void line(char marker, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        room(bytes.length + 3);
        out[length++] = (byte) marker;
        raw(bytes);
        crlf();
    }

    private void crlf() {
        room(2);
        out[length++] = '\r';
        out[length++] = '\n';
    }

    private void number(long value) {
        length = Decimal.write(value, out, length);
    }

    private static int digits(long value) {
        return Decimal.length(value);
    }

    private void room(int size) {
        if (out.length - length < size) grow(size);
    }

    private void grow(int size) {
        if ((long) length + size > limit || !buffers.hasRoomFor((long) length + size)) {
            overflown = true;
            length = 0;
            if (size <= out.length) return;
        }
        if (out.length == 0 && size <= Buffers.SIZE) {
            out = buffers.take();
            return;
        }
        long wanted = (long) length + size;
        long generous = Math.min(2L * out.length, limit);
        if (generous > wanted && buffers.hasRoomFor(generous)) wanted = generous;
        var bigger = buffers.take(wanted);
        System.arraycopy(out, 0, bigger, 0, length);
        if (out.length > 0) buffers.giveBack(out);
        out = bigger;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
