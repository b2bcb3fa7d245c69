package hearsay.node.resp;

import org.jspecify.annotations.Nullable;

/// What a client has sent and not yet been served: finds the requests in a stream of bytes.
///
/// Bytes may arrive cut anywhere. A request that is still incomplete keeps what was parsed of it,
/// so that a million words arriving in a thousand pieces are read once.
///
/// Source: Redis serialization protocol specification, "Sending commands to a Redis server" and
/// "Inline commands".
public final class Requests {

    private static final int INLINE_MAX = 64 * 1024;
    private static final int UNAUTHENTICATED_WORDS_MAX = 10;
    private static final int UNAUTHENTICATED_BULK_MAX = 16 * 1024;

    /// No array of the JVM holds more.
    private static final int SIZE_MAX = Integer.MAX_VALUE - 64 * 1024;

    /// Nothing is known yet of the next word.
    private static final int UNKNOWN = -1;

    private final Buffers buffers;
    private final Arguments arguments = new Arguments();
    private byte[] bytes = Empty.BYTES;
    private int from;
    private int to;

    private int at;
    private int wordsLeft;
    private int bulkLength = UNKNOWN;
    private boolean started;

    private long bulkLengthMax = 512L * 1024 * 1024;
    private boolean trusted = true;

    public Requests(Buffers buffers) {
        this.buffers = buffers;
    }

    /// The longest word that is taken (`proto-max-bulk-len`).
    public void limit(long bulkLengthMax) {
        this.bulkLengthMax = Math.min(bulkLengthMax, SIZE_MAX);
    }

    /// Whether the client has authenticated: strangers may not make us reserve memory.
    public void trust(boolean trusted) {
        this.trusted = trusted;
    }

    /// Bytes received and not yet consumed.
    public int pending() {
        return to - from;
    }

    /// Makes room for `length` more bytes and answers the array to write them to, from
    /// [#writeIndex].
    public byte[] room(int length) {
        if (bytes.length == 0) {
            bytes = length <= Buffers.SIZE ? buffers.take() : new byte[length];
            from = to = at = 0;
        }
        if (bytes.length - to < length) makeRoom(length);
        return bytes;
    }

    public int writeIndex() {
        return to;
    }

    /// `length` bytes were written at [#writeIndex].
    public void wrote(int length) {
        to += length;
    }

    public void add(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, room(length), to, length);
        wrote(length);
    }

    /// The next complete request, or null when more bytes are needed. It is valid until the next
    /// call.
    ///
    /// @throws ProtocolError what was sent is no request; the stream cannot be understood any
    ///   further
    public @Nullable Arguments next() {
        while (from < to) {
            if (!started) {
                at = from;
                if (bytes[from] != '*') {
                    if (!inline()) return null;
                    if (arguments.count() == 0) continue;
                    return arguments;
                }
                if (!header()) return null;
                if (wordsLeft <= 0) {
                    started = false;
                    from = at;
                    continue;
                }
            }
            if (!words()) return null;
            started = false;
            arguments.finish(at, false);
            from = at;
            return arguments;
        }
        return null;
    }

    /// Takes raw bytes out of the stream, for what is not RESP: a snapshot on its way to a replica.
    ///
    /// @return how many bytes there were, at most `max`; they begin at [#rawOffset] in [#raw]
    public int takeRaw(int max) {
        int taken = Math.min(max, to - from);
        from += taken;
        return taken;
    }

    public byte[] raw() {
        return bytes;
    }

    public int rawOffset() {
        return from;
    }

    /// To be called when the session has been served: gives the array back if nothing is left in
    /// it.
    public void release() {
        // The words of a request that is still coming are not to be lost.
        if (!started) arguments.trim();
        if (from < to || bytes.length == 0) return;
        buffers.giveBack(bytes);
        bytes = Empty.BYTES;
        from = to = at = 0;
    }

    /// Forgets everything received.
    public void discard() {
        from = to;
        started = false;
        release();
    }

    /// The bytes of a request that has not come completely stay together, and so they may have to
    /// move. The array at least doubles when it grows: every byte moves a few times at most,
    /// however small the pieces are in which a large request comes.
    private void makeRoom(int length) {
        int pending = to - from;
        long wanted = (long) pending + length;
        if (wanted > SIZE_MAX) throw new ProtocolError("invalid bulk length");
        // A long word whose length is known has its place at once.
        if (started && bulkLength > 0) {
            long word = (long) (at - from) + bulkLength + 2;
            wanted = Math.max(wanted, Math.min(word, SIZE_MAX));
        }
        var target = bytes;
        if (wanted > bytes.length) {
            if (!buffers.hasRoomFor(wanted))
                throw new ProtocolError("no memory for so long a request");
            target = new byte[(int) Math.max(wanted, Math.min(2L * bytes.length, SIZE_MAX))];
        }
        System.arraycopy(bytes, from, target, 0, pending);
        if (target != bytes) buffers.giveBack(bytes);
        if (started) arguments.rebase(target, from);
        at -= from;
        from = 0;
        to = pending;
        bytes = target;
    }

    private boolean header() {
        int eol = endOfLine(at, "too big mbulk count string");
        if (eol < 0) return false;
        long count = number(at + 1, eol);
        if (count > Integer.MAX_VALUE || count == Long.MIN_VALUE) {
            throw new ProtocolError("invalid multibulk length");
        }
        if (count > UNAUTHENTICATED_WORDS_MAX && !trusted) {
            throw new ProtocolError("unauthenticated multibulk length");
        }
        arguments.begin(bytes, from);
        wordsLeft = (int) Math.max(count, 0);
        bulkLength = UNKNOWN;
        at = eol + 2;
        started = true;
        return true;
    }

    private boolean words() {
        while (wordsLeft > 0) {
            if (bulkLength == UNKNOWN && !bulkHeader()) return false;
            if (to - at < bulkLength + 2) return false;
            arguments.add(at, bulkLength);
            at += bulkLength + 2;
            bulkLength = UNKNOWN;
            wordsLeft--;
        }
        return true;
    }

    private boolean bulkHeader() {
        if (at >= to) return false;
        int eol = endOfLine(at, "too big bulk count string");
        if (eol < 0) return false;
        if (bytes[at] != '$') {
            throw new ProtocolError("expected '$', got '" + (char) (bytes[at] & 0xff) + "'");
        }
        long length = number(at + 1, eol);
        if (length < 0 || length > bulkLengthMax) throw new ProtocolError("invalid bulk length");
        if (length > UNAUTHENTICATED_BULK_MAX && !trusted) {
            throw new ProtocolError("unauthenticated bulk length");
        }
        bulkLength = (int) length;
        at = eol + 2;
        return true;
    }

    /// The index of the `\r` that ends the line, or -1 when the line is not complete.
    private int endOfLine(int start, String tooLong) {
        var in = bytes;
        for (int i = start; i < to; i++) {
            if (in[i] == '\r') return i + 1 < to ? i : -1;
        }
        if (to - start > INLINE_MAX) throw new ProtocolError(tooLong);
        return -1;
    }

    /// A decimal number as Redis reads it (no sign `+`, no leading zeros), or a value out of every
    /// range.
    private long number(int start, int end) {
        var in = bytes;
        int i = start;
        boolean negative = i < end && in[i] == '-';
        if (negative) i++;
        int digits = end - i;
        if (digits <= 0 || digits > 18) return Long.MIN_VALUE;
        if (in[i] == '0' && (digits > 1 || negative)) return Long.MIN_VALUE;
        long value = 0;
        for (; i < end; i++) {
            int digit = in[i] - '0';
            if (digit < 0 || digit > 9) return Long.MIN_VALUE;
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private boolean inline() {
        int newline = from;
        while (newline < to && bytes[newline] != '\n') newline++;
        if (newline == to) {
            if (to - from > INLINE_MAX) throw new ProtocolError("too big inline request");
            return false;
        }
        int end = newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
        var words = InlineWords.split(bytes, from, end);
        if (words == null) throw new ProtocolError("unbalanced quotes in request");
        arguments.begin(words.bytes(), 0);
        for (int i = 0; i < words.count(); i++) arguments.add(words.offset(i), words.length(i));
        arguments.finish(words.bytes().length, true);
        from = newline + 1;
        return true;
    }

    /// Bytes of the words of a request that has not come completely yet.
    public int started() {
        return started ? arguments.size() : 0;
    }

    /// Bytes of memory held for this client at the moment.
    public int capacity() {
        return bytes.length;
    }
}
