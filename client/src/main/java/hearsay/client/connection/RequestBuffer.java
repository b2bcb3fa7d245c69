package hearsay.client.connection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Requests as bytes on the wire, until they are handed on together.
///
/// Source: Redis serialization protocol specification, "Sending commands to a Redis server".
public final class RequestBuffer {

    /// Room that is kept for the next requests.
    private static final int KEPT = 1 << 16;

    private byte[] bytes = new byte[256];
    private int length;

    public static byte[][] encode(String... words) {
        var bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        return bytes;
    }

    /// Valid until something is appended.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT) bytes = new byte[KEPT];
    }

    /// A request is an array of bulk strings.
    public void append(byte[][] words) {
        header('*', words.length);
        for (var word : words) {
            header('$', word.length);
            reserve(word.length + 2);
            System.arraycopy(word, 0, bytes, length, word.length);
            length += word.length;
            endLine();
        }
    }

    private void header(char marker, int number) {
        reserve(16);
        bytes[length++] = (byte) marker;
        if (number < 10) bytes[length++] = (byte) ('0' + number);
        else digits(number);
        endLine();
    }

    private void digits(int number) {
        int digits = 0;
        for (int rest = number; rest > 0; rest /= 10) digits++;
        int rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void endLine() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void reserve(int more) {
        if (bytes.length - length >= more) return;
        long wanted = Math.max((long) length + more, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
}
