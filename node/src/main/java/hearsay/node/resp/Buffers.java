package hearsay.node.resp;

import java.util.ArrayDeque;
import java.util.function.LongPredicate;

/// Byte arrays lent to sessions while they have something to read or to say.
///
/// Most sessions are idle at any moment; a node with ten thousand of them owns a handful of arrays.
public final class Buffers {

    public static final int SIZE = 16 * 1024;

    /// What long replies are gathered in before they are handed on.
    private static final int LARGE = 128 * 1024;

    private static final int KEPT = 256;
    private static final int LARGE_KEPT = 4;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final ArrayDeque<byte[]> largeFree = new ArrayDeque<>();
    private LongPredicate room = bytes -> true;

    /// Says from now on whether there is memory for so many bytes more. A session that needs more
    /// than there is has to end.
    public void limit(LongPredicate hasRoomFor) {
        room = hasRoomFor;
    }

    boolean hasRoomFor(long bytes) {
        return bytes <= SIZE || room.test(bytes);
    }

    byte[] take() {
        var buffer = free.poll();
        return buffer == null ? new byte[SIZE] : buffer;
    }

    /// A buffer of at least that many bytes.
    byte[] take(long size) {
        if (size <= SIZE) return take();
        if (size > LARGE) return new byte[(int) size];
        var buffer = largeFree.poll();
        return buffer == null ? new byte[LARGE] : buffer;
    }

    void giveBack(byte[] buffer) {
        if (buffer.length == SIZE && free.size() < KEPT) free.push(buffer);
        if (buffer.length == LARGE && largeFree.size() < LARGE_KEPT) largeFree.push(buffer);
    }
}
