package hearsay.node.config;

import java.io.IOException;
import java.util.List;

/// What the configuration needs to know of the file system. Paths are byte strings, absolute or
/// relative to [#home].
///
/// Reasons in the exceptions are those of the operating system, such as `No such file or
/// directory`.
public interface ConfigFiles {

    /// The directory that the process was started in, absolute.
    String home();

    /// The whole file as a byte string.
    String read(String path) throws IOException;

    /// The files whose path a pattern with `* ? [` matches, in alphabetical order; none is not an
    /// error.
    List<String> matching(String pattern);

    /// Everything on standard input.
    String standardInput() throws IOException;

    /// The absolute path of a directory that can be entered.
    String directory(String path) throws IOException;
}
