package hearsay.node.remote;

import akka.actor.ActorSystem;
import akka.actor.AddressFromURIString;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import hearsay.node.bus.BusListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/// The actor system of one JVM: alone, or one of those that a Redis cluster runs on.
///
/// The JVMs form an Akka cluster for launching and observing, see [Directory]. The Redis nodes in
/// them do not depend on it: two JVMs that never joined each other exchange bus messages all the
/// same, by address.
public final class Jvm {

    public static final String NAME = "hearsay";

    /// @param clustered whether nodes here are part of a Redis cluster; without it there is no
    ///   port, no bus and no directory
    /// @param host numeric IP to bind and to be reached at
    /// @param port of remoting, which is the bus port that the nodes here announce; 0 for any
    /// @param loops names of the event loops that nodes here run on, see [#loop]
    /// @param exitOnFatalError whether an OutOfMemoryError and its like end the process, as in
    ///   Redis; not wanted in a user's own tests
    public record Options(
            boolean clustered,
            String host,
            int port,
            List<String> loops,
            boolean exitOnFatalError) {

        public static Options clustered(String host, int port) {
            return new Options(true, host, port, List.of(), true);
        }

        public static Options alone() {
            return new Options(false, "127.0.0.1", 0, List.of(), true);
        }

        public Options withLoops(List<String> names) {
            return new Options(clustered, host, port, List.copyOf(names), exitOnFatalError);
        }

        public Options surviving() {
            return new Options(clustered, host, port, loops, false);
        }
    }

    private final ActorSystem system;
    private final Options options;

    private Jvm(ActorSystem system, Options options) {
        this.system = system;
        this.options = options;
    }

    /// Blocks until the port is bound.
    ///
    /// @throws RuntimeException when it cannot be
    public static Jvm start(Options options) {
        var system = ActorSystem.create(NAME, config(options));
        if (options.clustered) system.actorOf(Doorkeeper.props(), "doorkeeper");
        return new Jvm(system, options);
    }

    static Config config(Options options) {
        var own =
                Map.of(
                        "akka.actor.provider", options.clustered ? "cluster" : "local",
                        "akka.remote.artery.canonical.hostname", options.host,
                        "akka.remote.artery.canonical.port", options.port,
                        "akka.jvm-exit-on-fatal-error", options.exitOnFatalError);
        var loops = new LinkedHashMap<String, Object>();
        for (var loop : options.loops) {
            var path = "hearsay.loops." + loop;
            loops.put(path + ".type", "Dispatcher");
            loops.put(path + ".executor", "hearsay.node.net.LoopExecutor");
            loops.put(path + ".loop", loop);
            loops.put(path + ".throughput", 1);
        }
        return ConfigFactory.parseMap(own, "options of this JVM")
                .withFallback(ConfigFactory.parseMap(loops, "event loops of this JVM"))
                .withFallback(
                        ConfigFactory.parseResources(
                                Jvm.class.getClassLoader(), "hearsay/node/remote/jvm.conf"))
                .withFallback(ConfigFactory.defaultReference(Jvm.class.getClassLoader()))
                .resolve();
    }

    /// The dispatcher that runs an actor on one of the loops named in the options.
    public static DispatcherSelector loop(String name) {
        return DispatcherSelector.fromConfig("hearsay.loops." + name);
    }

    public ActorSystem system() {
        return system;
    }

    public akka.actor.typed.ActorSystem<Void> typed() {
        return Adapter.toTyped(system);
    }

    public String host() {
        return options.host;
    }

    /// The port of remoting, also where any was asked for; 0 for a JVM that is alone.
    public int port() {
        var address = ((ExtendedActorSystem) system).provider().getDefaultAddress();
        return (Integer) address.port().getOrElse(() -> 0);
    }

    /// The bus of a node in this JVM, see [ArteryBus#start].
    public ArteryBus bus(int nodePort, RandomGenerator random, BusListener listener) {
        if (!options.clustered) throw new IllegalStateException("no bus in a JVM that is alone");
        return ArteryBus.start(system, nodePort, random, listener);
    }

    /// The nodes of all JVMs that this one has joined.
    public Directory directory() {
        return new Directory(this);
    }

    /// Joins the Akka cluster by the first of `seeds` (`ip:port` of other JVMs' remoting) that
    /// answers, and forms one alone when there is no seed or this JVM is the first of them. Goes on
    /// trying in the background; nothing waits for it.
    public void join(List<String> seeds) {
        var cluster = Cluster.get(system);
        if (seeds.isEmpty()) {
            cluster.join(cluster.selfAddress());
            return;
        }
        cluster.joinSeedNodes(
                seeds.stream()
                        .map(seed -> AddressFromURIString.parse("akka://" + NAME + "@" + seed))
                        .toList());
    }

    /// Does something later, unless this JVM's actors have ended by then.
    public void after(Duration delay, Runnable deed) {
        system.scheduler().scheduleOnce(delay, deed, system.dispatcher());
    }

    /// Ends all actors and closes the port. The other JVMs find the port refused and forget us.
    public CompletionStage<?> stop() {
        system.terminate();
        return system.getWhenTerminated();
    }
}
