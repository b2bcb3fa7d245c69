package hearsay.sentinel;

import hearsay.node.config.CommandLine;
import hearsay.node.config.ConfigError;
import hearsay.node.config.DiskConfigFiles;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.node.encoding.Hash;
import hearsay.node.host.StartFailure;
import hearsay.node.log.NodeLog;
import hearsay.sentinel.command.SentinelCommands;
import hearsay.sentinel.host.SentinelHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// One Sentinel in the foreground, with redis-sentinel's own command line.
public final class Main {

    private static final String USAGE =
            """
            Usage: ./hearsay sentinel /path/to/sentinel.conf [options] [-]
                   ./hearsay sentinel -v or --version
                   ./hearsay sentinel -h or --help

            The file is needed, and must be writable: the Sentinel keeps in it what it must not
            forget. Options are directives, with two dashes before them.

            Examples:
                   ./hearsay sentinel sentinel.conf
                   ./hearsay sentinel sentinel.conf --port 26380
                   ./hearsay sentinel sentinel.conf --sentinel monitor mymaster 127.0.0.1 6379 2
            """;

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1) {
            switch (arguments[0]) {
                case "-v", "--version" -> {
                    System.out.println(
                            "Hearsay 0.1.0, speaking as Redis v="
                                    + RedisConf.REDIS_VERSION
                                    + " bits=64");
                    return;
                }
                case "-h", "--help" -> {
                    System.out.print(USAGE);
                    return;
                }
                default -> {}
            }
        }
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            var config = read(arguments);
            Hash.seed(RandomGenerator.of("L64X128MixRandom").nextLong());
            return run(config);
        } catch (ConfigError error) {
            System.err.println(error.text());
            return 1;
        }
    }

    private static int run(LoadedConfig config) {
        try {
            var sentinel = SentinelHost.start(config);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> terminated(sentinel), "terminated"));
            boolean failed = sentinel.ended().join();
            end(sentinel, failed ? 1 : 0);
            return 0;
        } catch (StartFailure failure) {
            try (var log = new NodeLog("start", config.settings().server().logfile())) {
                log.role('X');
                log.warning(failure.getMessage());
            }
            return 1;
        }
    }

    private static LoadedConfig read(String[] arguments) {
        var words = new ArrayList<String>();
        for (var argument : arguments) words.add(byteString(argument));
        return RedisConf.readSentinel(
                CommandLine.parse(List.copyOf(words)),
                new DiskConfigFiles(Path.of(""), System.in),
                SentinelCommands::isCommand);
    }

    /// The configuration works on bytes, one per character.
    private static String byteString(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// The process was told to end by a signal. To be asked to end is no failure.
    private static void terminated(SentinelHost sentinel) {
        sentinel.terminate();
        var unused = sentinel.ended().join();
        end(sentinel, 0);
    }

    private static void end(SentinelHost sentinel, int status) {
        sentinel.stop();
        Runtime.getRuntime().halt(status);
    }
}
