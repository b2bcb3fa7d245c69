package hearsay.simulations.story;

import hearsay.node.config.CommandLine;
import hearsay.node.config.ConfigError;
import hearsay.node.config.ConfigFiles;
import hearsay.node.config.Directives;
import hearsay.node.config.RedisConf;
import hearsay.simulations.fault.Latency;
import hearsay.simulations.world.Watch;
import hearsay.simulations.world.WorldPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The part `world` of a story file.
///
/// ```
/// world {
///   masters = 3, replicas = 1, node-timeout = 2s, first-port = 7000, nat = no
///   redis-conf { appendonly = yes }
///   network { latency = 100us..1ms, loss = 0, duplication = 0, reordering = 0, bandwidth = 0 }
///   disk { sync = 1ms }
///   clocks { offset = 0s, drift = 0 }
///   sentinels {
///     count = 0, quorum = 1, down-after = 2s, failover-timeout = 3m, parallel-syncs = 1
///     priorities = "100 100", clients-know = 1
///   }
/// }
/// ```
final class WorldReader {

    /// What the simulator has to decide itself.
    private static final List<String> OURS =
            List.of(
                    "port",
                    "bind",
                    "dir",
                    "pidfile",
                    "logfile",
                    "daemonize",
                    "include",
                    "cluster-enabled",
                    "cluster-config-file",
                    "cluster-node-timeout",
                    "cluster-port",
                    "hearsay-seed-nodes",
                    "replicaof",
                    "slaveof");

    private WorldReader() {}

    static WorldPlan read(Section world) {
        var usual = WorldPlan.USUAL;
        int masters = world.whole("masters", usual.masters());
        int replicas = world.whole("replicas", usual.replicas());
        var nodeTimeout = world.duration("node-timeout", usual.nodeTimeout());
        int firstPort = world.whole("first-port", usual.firstPort());
        boolean nat = world.flag("nat", usual.nat());
        var directives = directives(world.section("redis-conf"));

        Section network = world.section("network");
        var latency = network.read("latency", usual.latency(), Latency::parse);
        double loss = network.fraction("loss", usual.loss());
        double duplication = network.fraction("duplication", usual.duplication());
        double reordering = network.fraction("reordering", usual.reordering());
        long bandwidth = network.read("bandwidth", usual.bandwidth(), TroubleReader::bytes);
        network.close();

        Section disk = world.section("disk");
        var sync = disk.read("sync", usual.sync(), Latency::parse);
        disk.close();

        Section clocks = world.section("clocks");
        var offset = clocks.duration("offset", usual.clockOffset());
        double drift = clocks.number("drift", usual.clockDrift());
        clocks.close();

        Section sentinels = world.section("sentinels");
        var none = usual.watch();
        int count = sentinels.whole("count", none.sentinels());
        int quorum = sentinels.whole("quorum", count == 0 ? none.quorum() : count / 2 + 1);
        var downAfter = sentinels.duration("down-after", nodeTimeout);
        var failoverTimeout = sentinels.duration("failover-timeout", none.failoverTimeout());
        int parallelSyncs = sentinels.whole("parallel-syncs", none.parallelSyncs());
        var priorities = sentinels.read("priorities", none.priorities(), WorldReader::priorities);
        int clientsKnow = sentinels.whole("clients-know", Math.max(1, count));
        sentinels.close();
        var watch =
                world.make(() ->
                                new Watch(
                                        count,
                                        quorum,
                                        downAfter,
                                        failoverTimeout,
                                        parallelSyncs,
                                        priorities,
                                        clientsKnow))
                        .orElse(Watch.NONE);
        world.close();

        Optional<WorldPlan> plan =
                world.make(() ->
                        new WorldPlan(
                                masters,
                                replicas,
                                nodeTimeout,
                                firstPort,
                                directives,
                                nat,
                                latency,
                                loss,
                                duplication,
                                reordering,
                                bandwidth,
                                sync,
                                offset,
                                drift,
                                watch));
        return plan.orElse(usual);
    }

    private static List<Integer> priorities(String text) {
        List<Integer> priorities = new ArrayList<>();
        for (String word : text.strip().split("\\s+")) {
            if (!word.matches("[0-9]{1,9}"))
                throw new IllegalArgumentException(
                        "'" + word + "' is no priority; expected numbers with blanks between");
            priorities.add(Integer.valueOf(word));
        }
        return List.copyOf(priorities);
    }

    private static SortedMap<String, String> directives(Section section) {
        SortedMap<String, String> directives = new TreeMap<>();
        for (Section.Entry entry : section.entries()) {
            directives.put(entry.word(), entry.text());
            if (OURS.contains(entry.word())) {
                section.mistakes()
                        .add(
                                entry.origin(),
                                "'"
                                        + entry.word()
                                        + "' is set by the simulator itself, for each node");
            } else if (Directives.find(entry.word()) == null) {
                section.mistakes().add(entry.origin(), unknownDirective(entry.word()));
            } else {
                checkValue(section.mistakes(), entry);
            }
        }
        return directives;
    }

    private static String unknownDirective(String word) {
        List<String> known = new ArrayList<>();
        for (var directive : Directives.ALL) known.add(directive.name());
        return "unknown directive '"
                + word
                + "'; expected "
                + NearestWord.to(word, known)
                        .map(near -> "'" + near + "', or another")
                        .orElse("one")
                + " of Redis 7.2's redis.conf";
    }

    private static void checkValue(Mistakes mistakes, Section.Entry entry) {
        var line =
                new CommandLine(Optional.empty(), false, entry.word() + " " + entry.text() + "\n");
        try {
            RedisConf.read(line, NO_FILES, command -> true);
        } catch (ConfigError e) {
            mistakes.add(entry.origin(), entry.word() + ": " + reason(e));
        }
    }

    /// Redis' message has the reason in its last line; below it stands where that is, which is not
    /// here.
    private static String reason(ConfigError e) {
        List<String> lines = new ArrayList<>(e.text().strip().lines().toList());
        lines.removeIf(line -> line.startsWith("("));
        return lines.isEmpty() ? "refused" : lines.getLast();
    }

    private static final ConfigFiles NO_FILES =
            new ConfigFiles() {
                @Override
                public String home() {
                    return "/";
                }

                @Override
                public String read(String path) throws IOException {
                    throw new IOException("No such file or directory");
                }

                @Override
                public List<String> matching(String pattern) {
                    return List.of();
                }

                @Override
                public String standardInput() {
                    return "";
                }

                @Override
                public String directory(String path) {
                    return path;
                }
            };
}
