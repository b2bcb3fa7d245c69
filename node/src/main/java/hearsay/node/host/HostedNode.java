package hearsay.node.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import hearsay.gossip.member.NodesConf;
import hearsay.node.actor.Node;
import hearsay.node.cluster.MemberSettings;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.node.config.Settings;
import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.FileDisk;
import hearsay.node.link.LinkListener;
import hearsay.node.log.NodeLog;
import hearsay.node.machine.ThisMachine;
import hearsay.node.net.Loops;
import hearsay.node.net.Tcp;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.remote.Jvm;
import hearsay.node.remote.NodesLock;
import hearsay.node.server.Environment;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One node of this JVM with all that stands around it: log, files, event loop, ports.
public final class HostedNode implements Node.Keeper {

    private final LoadedConfig config;
    private final NodeLog log;
    private final String name;
    private final @Nullable NodesLock lock;
    private final @Nullable NodesConf nodesConf;
    private final List<Channel> listening = new ArrayList<>();
    private final CompletableFuture<LinkListener> ready = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private @Nullable ActorRef<Node.Message> actor;
    private @Nullable Path pidFile;

    private HostedNode(
            LoadedConfig config,
            NodeLog log,
            String name,
            @Nullable NodesLock lock,
            @Nullable NodesConf nodesConf) {
        this.config = config;
        this.log = log;
        this.name = name;
        this.lock = lock;
        this.nodesConf = nodesConf;
    }

    /// Opens the log and, in a cluster, takes nodes.conf and reads it.
    static HostedNode prepare(LoadedConfig config) throws StartFailure {
        var settings = config.settings();
        var name = "node-" + settings.network().port();
        var logfile = settings.server().logfile();
        var log =
                new NodeLog(name, logfile.isEmpty() ? "" : inFolder(settings, logfile).toString());
        log.level(settings.server().loglevel());
        announce(config, log);
        for (var warning : config.warnings()) log.warning(warning);
        if (!settings.cluster().enabled()) return new HostedNode(config, log, name, null, null);
        var file = nodesFile(settings);
        try {
            var lock = NodesLock.of(file);
            return new HostedNode(config, log, name, lock, read(file, lock));
        } catch (StartFailure failed) {
            log.close();
            throw failed;
        } catch (IOException failed) {
            log.close();
            throw new StartFailure(String.valueOf(failed.getMessage()));
        }
    }

    /// Redis' own first lines, which tools look for.
    private static void announce(LoadedConfig config, NodeLog log) {
        log.notice("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.notice(
                "Redis version=%s, bits=64, commit=00000000, modified=0, pid=%d, just started"
                        .formatted(RedisConf.REDIS_VERSION, ProcessHandle.current().pid()));
        if (config.file().isPresent()) {
            log.notice("Configuration loaded");
        } else {
            log.warning(
                    "Warning: no config file specified, using the default config. In order to specify"
                            + " a config file use ./hearsay node /path/to/redis.conf");
        }
    }

    /// @param lock is given back if there is no node to keep it
    private static @Nullable NodesConf read(Path file, NodesLock lock)
            throws StartFailure, IOException {
        try {
            var text = ConfigKeeper.load(new AtomicFile(new FileDisk(), file.toString()));
            return text.isEmpty() ? null : NodesConf.parse(text);
        } catch (IOException unreadable) {
            lock.close();
            throw unreadable;
        } catch (NodesConf.Corrupt corrupt) {
            lock.close();
            throw new StartFailure(
                    "Unrecoverable error: corrupted cluster config file \""
                            + file
                            + "\": "
                            + corrupt.getMessage());
        }
    }

    /// @param neighbours how many nodes share the JVM, this one included
    void start(Jvm jvm, int neighbours) throws StartFailure {
        var settings = config.settings();
        boolean clustered = settings.cluster().enabled();
        var network = settings.network();
        log.notice(
                "Running mode="
                        + (clustered ? "cluster" : "standalone")
                        + ", port="
                        + network.port()
                        + ".");
        var tcp = new Tcp(Loops.named(name));
        var random = RandomGenerator.of("L64X128MixRandom");
        var environment =
                new Environment(
                        InstantSource.system(),
                        System::nanoTime,
                        random,
                        tcp,
                        log,
                        new ThisMachine(Loops.multiplexing(), neighbours),
                        new FileDisk());
        settings.whenChanged(List.of("loglevel"), now -> log.level(now.server().loglevel()));
        var behavior = Node.create(environment, config, membership(jvm, random), this);
        actor = Adapter.spawn(jvm.system(), behavior, name, Jvm.loop(name));
        log.notice("Server initialized");
        listen(tcp, ready.join());
        writePid(settings);
        log.role('M');
        log.notice("Ready to accept connections tcp");
        if (clustered) jvm.directory().list(name, MemberSettings.hostOf(settings), network.port());
    }

    private void writePid(Settings settings) {
        var pidfile = settings.server().pidfile();
        if (pidfile.isEmpty()) return;
        try {
            pidFile = inFolder(settings, pidfile);
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        } catch (IOException failed) {
            log.warning("Failed to write PID file: " + failed);
        }
    }

    private Node.@Nullable Clustered membership(Jvm jvm, RandomGenerator random) {
        var settings = config.settings();
        if (!settings.cluster().enabled()) return null;
        var address = MemberSettings.listening(settings);
        int announced = settings.cluster().announcePort();
        int port = announced != 0 ? announced : address.port();
        return new Node.Clustered(
                address,
                nodesConf,
                listener -> jvm.bus(port, random, listener),
                ConfigKeeper.of(new AtomicFile(new FileDisk(), nodesFile(settings).toString())));
    }

    private void listen(Tcp tcp, LinkListener listener) throws StartFailure {
        var network = config.settings().network();
        for (var bound : network.bind()) {
            boolean optional = bound.startsWith("-");
            var host = optional ? bound.substring(1) : bound;
            var address =
                    host.equals("*") || host.equals("::*")
                            ? new InetSocketAddress(network.port())
                            : new InetSocketAddress(host, network.port());
            try {
                listening.add(
                        tcp.listen(
                                address,
                                network.tcpBacklog(),
                                network.tcpKeepaliveSeconds(),
                                listener));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StartFailure("interrupted while starting");
            } catch (Exception failed) {
                if (optional) continue;
                log.warning(
                        "Warning: Could not create server TCP listening socket "
                                + host
                                + ":"
                                + network.port()
                                + ": bind: "
                                + Reasons.of(failed));
                throw new StartFailure(
                        "Failed listening on port " + network.port() + " (tcp), aborting.");
            }
        }
    }

    @Override
    public void ready(LinkListener clients) {
        ready.complete(clients);
    }

    @Override
    public void ended(boolean failed) {
        closePorts();
        ended.complete(failed);
    }

    /// Completes when the node has ended by itself: with true if it had to give up.
    public CompletableFuture<Boolean> ended() {
        return ended;
    }

    /// Asks the node to end, as a signal asks redis-server; see [#ended].
    public void terminate() {
        if (actor != null) actor.tell(Node.Signal.TERMINATE);
    }

    String name() {
        return name;
    }

    public NodeLog log() {
        return log;
    }

    public LoadedConfig config() {
        return config;
    }

    void closePorts() {
        for (var channel : listening) channel.close();
    }

    /// The actor is no more: gives back its loop and its files.
    void release() {
        Loops.close(name);
        try {
            if (pidFile != null) Files.deleteIfExists(pidFile);
            if (lock != null) lock.close();
        } catch (IOException failed) {
            log.warning("Could not give back nodes.conf or the pid file: " + failed.getMessage());
        }
        log.close();
    }

    private static Path nodesFile(Settings settings) {
        return inFolder(settings, settings.cluster().configFile());
    }

    private static Path inFolder(Settings settings, String file) {
        return Path.of(settings.server().dir()).resolve(file);
    }
}
