package hearsay.node.replication;

import hearsay.node.persistence.ByteSink;
import java.util.ArrayList;
import java.util.List;

/// Bytes kept until somebody can take them. Grows without copying what is there.
final class Chunks implements ByteSink {

    private static final int SIZE = 64 * 1024;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[1024];
    private int used;
    private long fullBytes;

    long size() {
        return fullBytes + used;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length) {
            if (used == last.length) next();
            int piece = Math.min(length - done, last.length - used);
            System.arraycopy(bytes, from + done, last, used, piece);
            used += piece;
            done += piece;
        }
    }

    void copyTo(ByteSink sink) {
        for (var chunk : full) sink.write(chunk, 0, chunk.length);
        if (used > 0) sink.write(last, 0, used);
    }

    void clear() {
        full.clear();
        used = 0;
        fullBytes = 0;
    }

    private void next() {
        full.add(last);
        fullBytes += last.length;
        last = new byte[SIZE];
        used = 0;
    }
}
