package hearsay.node.disk;

import java.io.IOException;

/// The port to files that are read and written as a whole.
///
/// Reasons in the exceptions are those of the operating system, such as `Permission denied`.
public interface Disk {

    boolean exists(String path);

    byte[] read(String path) throws IOException;

    /// Replaces the file, or makes it. After the return the new content survives a power cut; had
    /// it been cut before, the old content would have been there, never half of the new one.
    void write(String path, byte[] content) throws IOException;
}
