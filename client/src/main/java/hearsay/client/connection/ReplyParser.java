package hearsay.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearsay.node.link.LinkListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes [Reply]s out of the bytes of a connection, in whatever pieces they come.
///
/// No byte is looked at twice, however small the pieces: aggregates that are not complete wait on a
/// stack. Memory grows with what has come, never with what a length merely promises.
///
/// Attributes of RESP3 are read and dropped. Its streamed strings and aggregates are refused, for
/// no Redis sends them.
///
/// Source: Redis serialization protocol specification.
public final class ReplyParser {

    /// `proto-max-bulk-len` cannot make a string longer than an array of the JVM anyway.
    private static final long BULK_MAX = Integer.MAX_VALUE - 1024;

    /// The longest line without its end: an error text or a big number.
    private static final int LINE_MAX = 1 << 20;

    /// Deeper than any reply of Redis, and shallow enough to be walked recursively.
    private static final int DEPTH_MAX = 256;

    private static final String MARKERS = "+-:$*_#,(=~%>|!";
    private static final Reply OK = new Reply.Status("OK");

    /// Room that is kept between replies.
    private static final int BUFFER_KEPT = 1 << 16;

    private byte[] buffer = new byte[1024];
    private int start;
    private int end;
    private int scanned;
    private char bulkMarker;
    private int bulkLength = -1;
    private final Deque<Aggregate> open = new ArrayDeque<>();

    /// An array, set, map, push or attribute of which some items are still to come.
    private record Aggregate(char marker, long size, List<Reply> items) {}

    /// Takes the next bytes and hands over each reply that they complete.
    ///
    /// @throws MalformedReply the bytes are not RESP; the parser must not be used any more
    public void feed(byte[] bytes, int offset, int length, Consumer<Reply> replies) {
        reserve(length);
        System.arraycopy(bytes, offset, buffer, end, length);
        end += length;
        parse(replies);
    }

    /// The same, straight from a link.
    ///
    /// @throws MalformedReply the bytes are not RESP; the parser must not be used any more
    public void feed(LinkListener.Incoming bytes, Consumer<Reply> replies) {
        int length = bytes.length();
        reserve(length);
        bytes.copyTo(buffer, end);
        end += length;
        parse(replies);
    }

    /// Whether a reply has begun and not ended.
    public boolean isInside() {
        return start < end || bulkLength >= 0 || !open.isEmpty();
    }

    private void parse(Consumer<Reply> replies) {
        while (true) {
            var value = bulkLength >= 0 ? bulk() : line();
            if (value == null) break;
            if (value != PENDING) complete(value, replies);
        }
    }

    /// Stands for a header that was read, whose content is still to come.
    private static final Reply PENDING = new Reply.Status("pending");

    private @Nullable Reply line() {
        if (start == end) return null;
        char marker = (char) (buffer[start] & 0xff);
        if (MARKERS.indexOf(marker) < 0)
            throw new MalformedReply("a reply cannot begin with " + shown(buffer[start]));
        int newline = newline();
        if (newline < 0) return null;
        int from = start + 1;
        int to = newline - 1;
        start = newline + 1;
        scanned = start;
        return switch (marker) {
            case '+' -> status(from, to);
            case '-' -> new Reply.Failure(text(from, to));
            case ':' -> new Reply.Int(number(from, to));
            case '_' -> nil(text(from, to));
            case '#' -> bool(text(from, to));
            case ',' -> new Reply.Real(real(text(from, to)));
            case '(' -> new Reply.BigNumber(digits(text(from, to)));
            case '$', '=', '!' -> beginBulk(marker, number(from, to));
            default -> beginAggregate(marker, number(from, to));
        };
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, UTF_8);
    }

    /// Nearly every status is the same one.
    private Reply status(int from, int to) {
        boolean ok = to - from == 2 && buffer[from] == 'O' && buffer[from + 1] == 'K';
        return ok ? OK : new Reply.Status(text(from, to));
    }

    /// Digits are added up where they lie; what is longer or stranger is left to the library.
    private long number(int from, int to) {
        boolean negative = to > from && buffer[from] == '-';
        int first = negative ? from + 1 : from;
        if (to == first || to - first > 18) return number(text(from, to));
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) return number(text(from, to));
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /// The index of the `\n` that ends the line, or -1 if it has not come.
    private int newline() {
        for (int i = Math.max(scanned, start); i < end; i++) {
            if (buffer[i] != '\n') continue;
            if (buffer[i - 1] != '\r') throw new MalformedReply("a line that ends without \\r");
            return i;
        }
        scanned = end;
        if (end - start > LINE_MAX) throw new MalformedReply("a line without an end");
        return -1;
    }

    private Reply beginBulk(char marker, long length) {
        if (length == -1 && marker == '$') return Reply.Nil.NIL;
        if (length < 0 || length > BULK_MAX)
            throw new MalformedReply("a string of length " + length);
        bulkMarker = marker;
        bulkLength = (int) length;
        return PENDING;
    }

    private @Nullable Reply bulk() {
        if (end - start < bulkLength + 2) return null;
        int stop = start + bulkLength;
        if (buffer[stop] != '\r' || buffer[stop + 1] != '\n')
            throw new MalformedReply("a string that is longer than its length " + bulkLength);
        var bytes = Arrays.copyOfRange(buffer, start, stop);
        start = stop + 2;
        scanned = start;
        bulkLength = -1;
        return switch (bulkMarker) {
            case '$' -> new Reply.Bulk(bytes);
            case '!' -> new Reply.Failure(new String(bytes, UTF_8));
            default -> verbatim(bytes);
        };
    }

    private static Reply verbatim(byte[] bytes) {
        if (bytes.length < 4 || bytes[3] != ':')
            throw new MalformedReply("a verbatim string without a format");
        return new Reply.Verbatim(
                new String(bytes, 0, 3, UTF_8), new String(bytes, 4, bytes.length - 4, UTF_8));
    }

    private Reply beginAggregate(char marker, long size) {
        if (size == -1 && marker == '*') return Reply.Nil.NIL;
        if (size < 0 || size > Integer.MAX_VALUE)
            throw new MalformedReply("an aggregate of " + size + " items");
        if (size == 0 && marker == '|') return PENDING;
        if (size == 0) return aggregate(marker, List.of());
        if (open.size() == DEPTH_MAX) throw new MalformedReply("too many replies in one another");
        boolean pairs = marker == '%' || marker == '|';
        open.push(new Aggregate(marker, pairs ? 2 * size : size, new ArrayList<>()));
        return PENDING;
    }

    /// Gives the value to the aggregate it belongs to, and this to the next if it is complete now.
    private void complete(Reply value, Consumer<Reply> replies) {
        var done = value;
        while (!open.isEmpty()) {
            var innermost = open.peek();
            innermost.items().add(done);
            if (innermost.items().size() < innermost.size()) return;
            open.pop();
            // An attribute is not an item: what it describes comes after it, in its place.
            if (innermost.marker() == '|') return;
            done = aggregate(innermost.marker(), innermost.items());
        }
        replies.accept(done);
    }

    private static Reply aggregate(char marker, List<Reply> items) {
        return switch (marker) {
            case '*' -> new Reply.Array(items);
            case '~' -> new Reply.Set(items);
            case '>' -> new Reply.Push(items);
            default -> map(items);
        };
    }

    private static Reply map(List<Reply> items) {
        var pairs = new ArrayList<Reply.Map.Pair>(items.size() / 2);
        for (int i = 0; i < items.size(); i += 2)
            pairs.add(new Reply.Map.Pair(items.get(i), items.get(i + 1)));
        return new Reply.Map(pairs);
    }

    private static Reply nil(String text) {
        if (!text.isEmpty()) throw new MalformedReply("a null with the text " + text);
        return Reply.Nil.NIL;
    }

    private static Reply bool(String text) {
        return switch (text) {
            case "t" -> new Reply.Bool(true);
            case "f" -> new Reply.Bool(false);
            default -> throw new MalformedReply("a boolean that is neither t nor f: " + text);
        };
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOne) {
            throw new MalformedReply("a number that is none: " + text);
        }
    }

    private static double real(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException notOne) {
                    throw new MalformedReply("a double that is none: " + text);
                }
            }
        };
    }

    private static String digits(String text) {
        int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean good = text.length() > from;
        for (int i = from; i < text.length(); i++)
            good &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        if (!good) throw new MalformedReply("a big number that is none: " + text);
        return text;
    }

    private void reserve(int length) {
        if (start == end) reset();
        if (buffer.length - end < length) makeRoom(length);
    }

    private void reset() {
        start = 0;
        end = 0;
        scanned = 0;
        if (buffer.length > BUFFER_KEPT) buffer = new byte[BUFFER_KEPT];
    }

    private void makeRoom(int length) {
        int held = end - start;
        long wanted = (long) held + length;
        if (wanted > Integer.MAX_VALUE - 8) throw new MalformedReply("more than a reply can hold");
        long size = buffer.length;
        while (size < wanted) size *= 2;
        var target =
                size == buffer.length
                        ? buffer
                        : new byte[(int) Math.min(size, Integer.MAX_VALUE - 8)];
        System.arraycopy(buffer, start, target, 0, held);
        buffer = target;
        scanned = Math.max(0, scanned - start);
        start = 0;
        end = held;
    }

    private static String shown(byte b) {
        return Pretty.quoted(new byte[] {b});
    }
}
