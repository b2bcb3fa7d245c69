package hearsay.node.disk;

import java.io.IOException;
import java.util.List;

/// The port to files. Nothing that is changed through it is sure to survive a power cut before it
/// was synced: the bytes of a file by [OpenFile#sync], its name by [#syncFolder]. What was changed
/// survives the death of the process all the same, for then the operating system goes on.
///
/// Calls block until the operating system has done its part; who must not wait gives them to
/// [BackgroundIo]. Reasons in the exceptions are the operating system's words, such as `Permission
/// denied`. Paths have `/` between their parts.
public interface Disk {

    boolean exists(String path);

    /// The whole file.
    byte[] read(String path) throws IOException;

    /// The names in a folder, in alphabetical order.
    List<String> list(String folder) throws IOException;

    /// Makes an empty file; if there was one, what was in it is lost.
    OpenFile create(String path) throws IOException;

    /// Opens a file to write behind what is there; makes it if it is missing.
    OpenFile append(String path) throws IOException;

    /// Gives a file another name, in one moment: whoever looks for `to` finds the file that had
    /// that name before, or this one.
    void rename(String from, String to) throws IOException;

    void delete(String path) throws IOException;

    /// After the return the names in the folder survive a power cut as they are now.
    void syncFolder(String folder) throws IOException;

    /// The folder of a file, `.` if its path does not tell.
    static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }
}
