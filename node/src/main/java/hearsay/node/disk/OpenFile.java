package hearsay.node.disk;

import java.io.IOException;

/// A file to write behind what is there, such as an AOF.
public interface OpenFile extends AutoCloseable {

    /// After the return the bytes survive the end of the process, but not a power cut. If it fails,
    /// the first of them may be in the file: its [#size] tells how many.
    void append(byte[] bytes, int offset, int length) throws IOException;

    default void append(byte[] bytes) throws IOException {
        append(bytes, 0, bytes.length);
    }

    long size() throws IOException;

    /// Takes away what is behind the first `size` bytes, such as the half of an entry that a full
    /// disk had no room for.
    void truncate(long size) throws IOException;

    /// After the return the bytes survive a power cut, provided that the file's name does.
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
