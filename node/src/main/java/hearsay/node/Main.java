package hearsay.node;

import hearsay.node.command.CommandTable;
import hearsay.node.config.CommandLine;
import hearsay.node.config.ConfigError;
import hearsay.node.config.DiskConfigFiles;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.node.encoding.Hash;
import hearsay.node.host.Host;
import hearsay.node.host.StartFailure;
import hearsay.node.log.NodeLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// One node in the foreground, with redis-server's own command line. Several in one JVM if `--and`
/// stands between their command lines.
public final class Main {

    private static final String AND = "--and";

    private static final String USAGE =
            """
            Usage: ./hearsay node [/path/to/redis.conf] [options] [-]
                   ./hearsay node - (read config from stdin)
                   ./hearsay node -v or --version
                   ./hearsay node -h or --help

            Options are directives of redis.conf, with two dashes before them. One more is for
            the JVM: --heap 4g. Without it the heap is as large as maxmemory needs, and 128 MB if
            there is no maxmemory; when it is full, commands that need memory get an OOM error.

            Examples:
                   ./hearsay node (run with default configuration)
                   echo 'maxclients 128' | ./hearsay node -
                   ./hearsay node /etc/redis/6379.conf
                   ./hearsay node --port 7777
                   ./hearsay node --port 7777 --heap 2g --maxmemory 1gb --maxmemory-policy allkeys-lru
                   ./hearsay node --port 7777 --replicaof 127.0.0.1 8888
                   ./hearsay node --port 7000 --cluster-enabled yes --cluster-node-timeout 2000
                   ./hearsay node --port 7000 --cluster-enabled yes --and --port 7001 --cluster-enabled yes
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
        var configs = new ArrayList<LoadedConfig>();
        try {
            for (var words : commandLines(arguments)) configs.add(read(words));
        } catch (ConfigError error) {
            System.err.println(error.text());
            return 1;
        }
        try {
            Hash.seed(RandomGenerator.of("L64X128MixRandom").nextLong());
            var host = Host.start(configs);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> terminated(host), "terminated"));
            boolean failed = false;
            for (var node : host.nodes()) failed |= node.ended().join();
            end(host, failed ? 1 : 0);
            return 0;
        } catch (StartFailure failure) {
            log(configs.getFirst()).warning(failure.getMessage());
            return 1;
        }
    }

    private static List<List<String>> commandLines(String[] arguments) {
        var lines = new ArrayList<List<String>>();
        lines.add(new ArrayList<>());
        for (var argument : arguments) {
            if (argument.equals(AND)) {
                lines.add(new ArrayList<>());
            } else {
                lines.getLast().add(byteString(argument));
            }
        }
        return lines;
    }

    private static LoadedConfig read(List<String> words) {
        var table = new CommandTable();
        return RedisConf.read(
                CommandLine.parse(words),
                new DiskConfigFiles(Path.of(""), System.in),
                name -> table.find(name) != null);
    }

    /// The configuration works on bytes, one per character.
    private static String byteString(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static NodeLog log(LoadedConfig config) {
        return new NodeLog("start", config.settings().server().logfile());
    }

    /// The process was told to end by a signal. To be asked to end is no failure, as for
    /// redis-server.
    private static void terminated(Host host) {
        for (var node : host.nodes()) node.terminate();
        for (var node : host.nodes()) node.ended().join();
        end(host, 0);
    }

    private static void end(Host host, int status) {
        host.stop();
        Runtime.getRuntime().halt(status);
    }
}
