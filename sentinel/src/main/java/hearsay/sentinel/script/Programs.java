package hearsay.sentinel.script;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// The port to programs of the operating system.
public interface Programs {

    /// A program that was started.
    interface Running {

        long pid();

        /// SIGKILL.
        void kill();
    }

    /// How a program ended.
    ///
    /// @param code its exit status, 0 if a signal ended it
    /// @param signal the signal's number, 0 if it ended by itself
    record Exit(int code, int signal) {}

    /// Starts a program and does not wait for it.
    ///
    /// @param words its path and its arguments
    /// @param ended is told once, on any thread, possibly before this returns
    /// @throws IOException it cannot be run
    Running start(List<String> words, Consumer<Exit> ended) throws IOException;
}
