package hearsay.node.config;

import java.util.List;
import java.util.Optional;

/// The arguments of `redis-server [/path/to/redis.conf] [-] [--directive value …]`.
///
/// @param file the configuration file, as it was given
/// @param standardInput whether more configuration is read from standard input: `-` as first or
///   last argument
/// @param options the directives, written as lines of redis.conf; they come after the file and
///   override it
public record CommandLine(Optional<String> file, boolean standardInput, String options) {

    /// Takes the arguments apart.
    ///
    /// @param arguments byte strings, without the program's name
    public static CommandLine parse(List<String> arguments) {
        if (arguments.isEmpty()) return new CommandLine(Optional.empty(), false, "");
        boolean hasFile = !arguments.getFirst().startsWith("-");
        Optional<String> file = hasFile ? Optional.of(arguments.getFirst()) : Optional.empty();
        return new Parser(arguments).parse(file, hasFile ? 1 : 0);
    }

    private static final class Parser {

        private final List<String> arguments;
        private final StringBuilder options = new StringBuilder();
        private boolean standardInput;

        /// A directive takes at least one value, even one that begins with `--`; only then may the
        /// next one start.
        private boolean mayStartDirective = true;

        Parser(List<String> arguments) {
            this.arguments = arguments;
        }

        CommandLine parse(Optional<String> file, int from) {
            for (int at = from; at < arguments.size(); at++) {
                String argument = arguments.get(at);
                if (argument.equals("-") && (at == 0 || isLast(at))) {
                    standardInput = true;
                } else if (mayStartDirective && argument.startsWith("--")) {
                    startDirective(argument, at);
                } else {
                    options.append(Words.quote(argument)).append(' ');
                    mayStartDirective = true;
                }
            }
            return new CommandLine(file, standardInput, options.toString());
        }

        private void startDirective(String argument, int at) {
            if (!options.isEmpty()) options.append('\n');
            options.append(argument, 2, argument.length()).append(' ');
            List<String> words = Words.split(argument);
            if (words == null || words.size() != 1) {
                // Name and value in one argument: "--port 6380".
                mayStartDirective = true;
                return;
            }
            mayStartDirective = false;
            boolean nothingFollows = isLast(at);
            if (!nothingFollows && !arguments.get(at + 1).startsWith("--")) return;
            String name = Words.lower(argument);
            // Before 7.0 these two could stand without a value, and programs that write command
            // lines rely on it.
            if (name.equals("--save")) options.append("\"\"");
            if (!nothingFollows && (name.equals("--save") || name.equals("--sentinel")))
                mayStartDirective = true;
        }

        private boolean isLast(int at) {
            return at == arguments.size() - 1;
        }
    }
}
