package hearsay.node.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Subcommands of DEBUG that other parts of the node can do: `PANIC` and `RESTART` the shell,
/// `CHANGE-REPL-ID` replication, `RELOAD` persistence.
public final class DebugHooks {

    /// What is done; the client gets OK afterwards.
    @FunctionalInterface
    public interface Hook {
        /// Does it.
        ///
        /// @param words after the subcommand
        void run(List<String> words);
    }

    private final Map<String, Hook> hooks = new TreeMap<>();

    /// From now on the hook does it.
    ///
    /// @param subcommand in upper case
    public void on(String subcommand, Hook hook) {
        hooks.put(subcommand, hook);
    }

    public @Nullable Hook of(String subcommand) {
        return hooks.get(subcommand.toUpperCase(Locale.ROOT));
    }
}
