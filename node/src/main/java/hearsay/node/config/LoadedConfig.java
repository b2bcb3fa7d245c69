package hearsay.node.config;

import java.util.List;
import java.util.Optional;

/// What a node is started with.
///
/// @param file the absolute path of redis.conf, which `CONFIG REWRITE` writes; without one it has
///   nothing to write
/// @param warnings lines for the log, one for each directive that has no effect
/// @param renames the `rename-command`s in their order
/// @param users the words of each `user` line, without `user`
/// @param sentinel the `sentinel` lines, if sentinel.conf was read
public record LoadedConfig(
        Settings settings,
        Optional<String> file,
        List<String> warnings,
        List<Rename> renames,
        List<List<String>> users,
        List<SentinelLine> sentinel) {

    /// A command that gets another name, or, if that is empty, none.
    public record Rename(String command, String newName) {}

    /// A line that Sentinel has to understand.
    ///
    /// @param words without `sentinel`
    /// @param where to be put under an error about it, see [RedisConf#fatal]
    public record SentinelLine(List<String> words, String line, int number, String where) {}
}
