package hearsay.sentinel.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import hearsay.node.config.ConfigError;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.FileDisk;
import hearsay.node.host.StartFailure;
import hearsay.node.link.LinkListener;
import hearsay.node.log.NodeLog;
import hearsay.node.machine.ThisMachine;
import hearsay.node.net.Loops;
import hearsay.node.net.Tcp;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.remote.Jvm;
import hearsay.node.server.Environment;
import hearsay.sentinel.actor.Keeper;
import hearsay.sentinel.actor.SentinelActor;
import hearsay.sentinel.actor.World;
import hearsay.sentinel.config.SentinelConf;
import hearsay.sentinel.member.Settings;
import hearsay.sentinel.rules.Rules;
import hearsay.sentinel.script.MachinePrograms;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One Sentinel of this JVM with all that stands around it.
public final class SentinelHost implements Keeper {

    private static final long STOP_SECONDS = 2;

    private final LoadedConfig config;
    private final Path conf;
    private final NodeLog log;
    private final String name;
    private final List<Channel> listening = new ArrayList<>();
    private final CompletableFuture<LinkListener> ready = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Jvm jvm;
    private @Nullable ActorRef<SentinelActor.Message> actor;
    private @Nullable Path pidFile;

    private SentinelHost(LoadedConfig config, Path conf, NodeLog log, String name) {
        this.config = config;
        this.conf = conf;
        this.log = log;
        this.name = name;
        jvm = Jvm.start(Jvm.Options.alone().withLoops(List.of(name)));
    }

    /// Starts a Sentinel; it serves when this returns.
    ///
    /// @throws ConfigError a `sentinel` line is wrong
    /// @throws StartFailure and nothing is left behind: no port, no thread
    public static SentinelHost start(LoadedConfig config) throws StartFailure {
        var machine = new ThisHost();
        var settings = SentinelConf.read(config, machine);
        var network = config.settings().network();
        var name = "sentinel-" + network.port();
        var logfile = config.settings().server().logfile();
        var log = new NodeLog(name, logfile.isEmpty() ? "" : inFolder(config, logfile).toString());
        log.level(config.settings().server().loglevel());
        announce(config, log);
        for (var warning : config.warnings()) log.warning(warning);
        try {
            var host = new SentinelHost(config, writable(config), log, name);
            try {
                host.start(settings, machine);
                return host;
            } catch (StartFailure failed) {
                host.stop();
                throw failed;
            }
        } catch (StartFailure failed) {
            log.close();
            throw failed;
        }
    }

    /// Redis' own first lines, which tools look for.
    private static void announce(LoadedConfig config, NodeLog log) {
        log.role('X');
        log.notice("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.notice(
                "Redis version=%s, bits=64, commit=00000000, modified=0, pid=%d, just started"
                        .formatted(RedisConf.REDIS_VERSION, ProcessHandle.current().pid()));
        if (config.file().isPresent()) log.notice("Configuration loaded");
    }

    /// A Sentinel without a memory would be a danger: it needs its file.
    private static Path writable(LoadedConfig config) throws StartFailure {
        if (config.file().isEmpty()) {
            throw new StartFailure("Sentinel needs config file on disk to save state. Exiting...");
        }
        var file = path(config.file().get());
        boolean exists = Files.exists(file);
        if (!exists || !Files.isWritable(file)) {
            throw new StartFailure(
                    "Sentinel config file %s is not writable: %s. Exiting..."
                            .formatted(
                                    file,
                                    exists ? "Permission denied" : "No such file or directory"));
        }
        return file;
    }

    private void start(Settings settings, ThisHost machine) throws StartFailure {
        var network = config.settings().network();
        log.notice("Running mode=sentinel, port=" + network.port() + ".");
        var tcp = new Tcp(Loops.named(name));
        var disk = new FileDisk();
        var file = new AtomicFile(disk, conf.toString());
        var ports =
                new Environment(
                        InstantSource.system(),
                        System::nanoTime,
                        RandomGenerator.of("L64X128MixRandom"),
                        tcp,
                        log,
                        new ThisMachine(Loops.multiplexing(), 1),
                        disk);
        config.settings()
                .whenChanged(List.of("loglevel"), now -> log.level(now.server().loglevel()));
        var world =
                new World(
                        ports,
                        machine,
                        new MachinePrograms(),
                        file,
                        () -> ConfigKeeper.of(file),
                        Rules.REDIS);
        var behavior = SentinelActor.create(world, config, settings, this);
        actor = Adapter.spawn(jvm.system(), behavior, name, Jvm.loop(name));
        var unused = CompletableFuture.anyOf(ready, ended).join();
        if (!ready.isDone()) throw new StartFailure("The Sentinel has not started.");
        listen(tcp, ready.join());
        writePid();
    }

    private void listen(Tcp tcp, LinkListener listener) throws StartFailure {
        var network = config.settings().network();
        for (var bound : network.bind()) {
            boolean optional = bound.startsWith("-");
            var host = optional ? bound.substring(1) : bound;
            boolean any = host.equals("*") || host.equals("::*");
            var address =
                    any
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
                        "Warning: Could not create server TCP listening socket %s:%d: bind: %s"
                                .formatted(host, network.port(), reason(failed)));
                throw new StartFailure(
                        "Failed listening on port " + network.port() + " (tcp), aborting.");
            }
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        var text = String.valueOf(cause.getMessage());
        return text.contains("Address already in use") ? "Address already in use" : text;
    }

    private void writePid() {
        var pidfile = config.settings().server().pidfile();
        if (pidfile.isEmpty()) return;
        try {
            pidFile = inFolder(config, pidfile);
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        } catch (IOException failed) {
            log.warning("Failed to write PID file: " + failed);
        }
    }

    @Override
    public void ready(LinkListener clients) {
        ready.complete(clients);
    }

    @Override
    public void ended(boolean failed) {
        for (var channel : listening) channel.close();
        ended.complete(failed);
    }

    /// As Redis: no file is closed, nobody is told.
    @Override
    public void crashed(int exitStatus) {
        Runtime.getRuntime().halt(exitStatus);
    }

    /// Completes when the Sentinel has ended by itself: with true if it had to give up.
    public CompletableFuture<Boolean> ended() {
        return ended;
    }

    /// Asks it to end, as a signal asks redis-sentinel; see [#ended].
    public void terminate() {
        if (actor != null) actor.tell(SentinelActor.Signal.TERMINATE);
    }

    public NodeLog log() {
        return log;
    }

    /// Closes the ports and ends the actors, within a bounded time: what does not end by itself
    /// dies with the process.
    public void stop() {
        for (var channel : listening) channel.close();
        try {
            jvm.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
            if (pidFile != null) Files.deleteIfExists(pidFile);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IOException late) {
            log.warning("The Sentinel did not end cleanly: " + late);
        }
        Loops.close(name);
        log.close();
    }

    private static Path inFolder(LoadedConfig config, String file) {
        return path(config.settings().server().dir()).resolve(path(file));
    }

    /// Of a byte string, as configurations have them.
    private static Path path(String bytes) {
        var text = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return Path.of(new String(text, StandardCharsets.UTF_8));
    }
}
