package hearsay.node.host;

import hearsay.node.cluster.MemberSettings;
import hearsay.node.config.LoadedConfig;
import hearsay.node.remote.Jvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The nodes of one JVM. Usually one; several share the actor system and the bus port.
public final class Host {

    /// Serving comes first: the JVMs find each other, for being watched, when the nodes have
    /// started.
    private static final Duration JOIN_DELAY = Duration.ofSeconds(4);

    private static final long STOP_SECONDS = 2;

    private final Jvm jvm;
    private final List<HostedNode> nodes;

    private Host(Jvm jvm, List<HostedNode> nodes) {
        this.jvm = jvm;
        this.nodes = List.copyOf(nodes);
    }

    /// Starts a JVM's actor system and its nodes; they serve when this returns.
    ///
    /// All of them are part of a cluster, or none is. The bus port and the address are the first
    /// one's.
    ///
    /// @throws StartFailure and nothing is left behind: no port, no lock, no thread
    public static Host start(List<LoadedConfig> configs) throws StartFailure {
        boolean clustered = isClustered(configs);
        var nodes = new ArrayList<HostedNode>();
        try {
            for (var config : configs) nodes.add(HostedNode.prepare(config));
            var host = new Host(startJvm(clustered, configs, nodes), nodes);
            host.startNodes(clustered);
            return host;
        } catch (StartFailure failed) {
            for (var node : nodes) node.release();
            throw failed;
        }
    }

    private static boolean isClustered(List<LoadedConfig> configs) throws StartFailure {
        boolean clustered = configs.getFirst().settings().cluster().enabled();
        for (var config : configs) {
            if (config.settings().cluster().enabled() != clustered) {
                throw new StartFailure("In one JVM all nodes are part of a cluster, or none is");
            }
        }
        return clustered;
    }

    private void startNodes(boolean clustered) throws StartFailure {
        try {
            for (var node : nodes) node.start(jvm, nodes.size());
        } catch (StartFailure failed) {
            end();
            throw failed;
        }
        if (!clustered) return;
        var seeds = nodes.getFirst().config().settings().cluster().seedNodes();
        var addresses = seeds.stream().map(Object::toString).toList();
        jvm.after(JOIN_DELAY, () -> jvm.join(addresses));
    }

    private static Jvm startJvm(
            boolean clustered, List<LoadedConfig> configs, List<HostedNode> nodes)
            throws StartFailure {
        var settings = configs.getFirst().settings();
        var loops = nodes.stream().map(HostedNode::name).toList();
        var alone = Jvm.Options.alone().withLoops(loops);
        if (!clustered) return Jvm.start(alone);
        int busPort = settings.cluster().busPort();
        if (busPort > 65535) {
            throw new StartFailure(
                    "The cluster bus listens at the port + 20000, and "
                            + busPort
                            + " is no port: choose a port below 45536, or set cluster-port.");
        }
        var host = MemberSettings.hostOf(settings);
        try {
            return Jvm.start(Jvm.Options.clustered(host, busPort).withLoops(loops));
        } catch (RuntimeException failed) {
            throw new StartFailure(
                    "Could not listen for the cluster bus at "
                            + host
                            + ":"
                            + busPort
                            + ": "
                            + Reasons.of(failed)
                            + ". Set cluster-port to a free one.");
        }
    }

    public List<HostedNode> nodes() {
        return nodes;
    }

    public Jvm jvm() {
        return jvm;
    }

    /// Closes the ports and ends the actors, within a bounded time: what does not end by itself
    /// dies with the process.
    public void stop() {
        end();
        for (var node : nodes) node.release();
    }

    private void end() {
        for (var node : nodes) node.closePorts();
        try {
            jvm.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            nodes.getFirst().log().warning("The actor system did not end in time: " + late);
        }
    }
}
