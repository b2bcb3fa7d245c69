package hearsay.node.migration;

import hearsay.node.resp.Decimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Requests for another Redis, one after the other in one array.
final class RequestBuffer {

    private static final int LARGEST_KEPT = 1 << 20;

    /// No array of the JVM holds more.
    private static final int LARGEST = Integer.MAX_VALUE - 64;

    private byte[] bytes = new byte[1024];
    private int length;

    void begin(int words) {
        mark('*', words);
    }

    void word(String text) {
        word(text.getBytes(StandardCharsets.US_ASCII));
    }

    void word(long number) {
        mark('$', Decimal.length(number));
        room(20);
        length = Decimal.write(number, bytes, length);
        end();
    }

    void word(byte[] word) {
        mark('$', word.length);
        room(word.length);
        System.arraycopy(word, 0, bytes, length, word.length);
        length += word.length;
        end();
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        if (bytes.length > LARGEST_KEPT) bytes = new byte[1024];
    }

    private void mark(char type, int number) {
        room(20);
        bytes[length++] = (byte) type;
        length = Decimal.write(number, bytes, length);
        end();
    }

    private void end() {
        room(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void room(int more) {
        if (bytes.length - length >= more) return;
        long wanted = Math.max((long) length + more, 2L * bytes.length);
        if (length > LARGEST - more)
            throw new OutOfMemoryError("no array holds so large a request");
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LARGEST));
    }
}
