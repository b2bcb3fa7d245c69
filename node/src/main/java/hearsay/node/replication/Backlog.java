package hearsay.node.replication;

import hearsay.node.persistence.ByteSink;

/// The end of the replication stream, kept for replicas that were away for a moment
/// (`repl-backlog-size`), and the count of all its bytes.
///
/// The stream's first byte has offset 1; `masterOffset` is the offset of its newest byte. A replica
/// that has everything up to byte 50 asks for 51, a byte that may not exist yet.
///
///      1 … 40 │ 41 42 43 … 49 50 │ 51
///      gone   │ kept             │ may be asked for
///               ↑ firstOffset  ↑ masterOffset
///               └ histLength ──┘
///
/// Appending allocates nothing.
public final class Backlog {

    /// Redis keeps at least 16 KiB, whatever `repl-backlog-size` says.
    public static final int SMALLEST_SIZE = 16 * 1024;

    private byte[] ring;

    /// Where in the ring the next byte goes.
    private int next;

    private int histLength;
    private long masterOffset;

    /// An empty backlog behind a stream of `masterOffset` bytes.
    public Backlog(int size, long masterOffset) {
        this.ring = new byte[checked(size)];
        this.masterOffset = masterOffset;
    }

    /// Offset of the newest byte of the stream; 0 before the first.
    public long masterOffset() {
        return masterOffset;
    }

    /// Offset of the oldest byte kept; with none kept, of the byte that comes next.
    public long firstOffset() {
        return masterOffset - histLength + 1;
    }

    /// Bytes kept.
    public int histLength() {
        return histLength;
    }

    /// Bytes that can be kept.
    public int size() {
        return ring.length;
    }

    /// Whether the stream can go on from this offset: its byte is kept, or is the next one.
    public boolean contains(long offset) {
        return offset >= firstOffset() && offset <= masterOffset + 1;
    }

    public void append(byte[] bytes, int from, int length) {
        masterOffset += length;
        int kept = Math.min(length, ring.length);
        int at = from + length - kept;
        int beforeEnd = Math.min(kept, ring.length - next);
        System.arraycopy(bytes, at, ring, next, beforeEnd);
        System.arraycopy(bytes, at + beforeEnd, ring, 0, kept - beforeEnd);
        next += kept;
        if (next >= ring.length) next -= ring.length;
        histLength = Math.min(ring.length, histLength + kept);
    }

    /// Everything from this offset to the end of the stream, in one or two pieces, or none.
    public void copyFrom(long offset, ByteSink sink) {
        copy(offset, (int) (masterOffset + 1 - offset), sink);
    }

    /// The `length` bytes that begin at `offset`, all of which must be kept.
    public void copy(long offset, int length, ByteSink sink) {
        if (offset < firstOffset() || length < 0 || length > masterOffset + 1 - offset) {
            throw new IllegalArgumentException(
                    "%d bytes from %d are not among %d to %d"
                            .formatted(length, offset, firstOffset(), masterOffset));
        }
        int start = next - (int) (masterOffset + 1 - offset);
        if (start < 0) start += ring.length;
        int beforeEnd = Math.min(length, ring.length - start);
        if (beforeEnd > 0) sink.write(ring, start, beforeEnd);
        if (length > beforeEnd) sink.write(ring, 0, length - beforeEnd);
    }

    /// Changes the size, keeping as many of the newest bytes as fit.
    public void resize(int size) {
        if (size == ring.length) return;
        var other = new Backlog(size, masterOffset - histLength);
        copyFrom(firstOffset(), other::append);
        ring = other.ring;
        next = other.next;
        histLength = other.histLength;
    }

    /// Forgets all that is kept: another stream begins, `masterOffset` bytes into its history.
    public void restart(long masterOffset) {
        this.masterOffset = masterOffset;
        next = 0;
        histLength = 0;
    }

    private static int checked(int size) {
        if (size <= 0) throw new IllegalArgumentException("backlog of " + size + " bytes");
        return size;
    }
}
