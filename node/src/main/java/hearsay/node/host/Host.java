package hearsay.node.host;

import hearsay.node.cluster.MemberSettings;
import hearsay.node.config.LoadedConfig;
import hearsay.node.remote.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The nodes of one JVM. Usually one; several share the actor system and the bus port.
public final class Host {

    private static final long STOP_SECONDS = 2;

    private final Jvm jvm;
    private final List<HostedNode> nodes = new ArrayList<>();

    private Host(Jvm jvm) {
        this.jvm = jvm;
    }

    /// Starts a JVM's actor system and its nodes; they serve when this returns.
    ///
    /// All of them are part of a cluster, or none is. The bus port and the address are the first
    /// one's.
    public static Host start(List<LoadedConfig> configs) throws StartFailure {
        var nodes = new ArrayList<HostedNode>();
        try {
            return start(configs, nodes);
        } catch (StartFailure failure) {
            // Why, is written by the caller: no file can be open in two logs.
            for (var node : nodes) node.log().close();
            throw failure;
        }
    }

    private static Host start(List<LoadedConfig> configs, List<HostedNode> nodes)
            throws StartFailure {
        var first = configs.getFirst().settings();
        boolean clustered = first.cluster().enabled();
        for (var config : configs) {
            if (config.settings().cluster().enabled() != clustered) {
                throw new StartFailure("In one JVM all nodes are part of a cluster, or none is");
            }
            nodes.add(HostedNode.prepare(config));
        }
        var host = new Host(startJvm(clustered, configs, nodes));
        for (var node : nodes) host.add(node);
        if (clustered) {
            host.jvm.join(first.cluster().seedNodes().stream().map(Object::toString).toList());
        }
        return host;
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

    private void add(HostedNode node) throws StartFailure {
        node.start(jvm);
        nodes.add(node);
    }

    public List<HostedNode> nodes() {
        return List.copyOf(nodes);
    }

    public Jvm jvm() {
        return jvm;
    }

    /// Closes the ports and ends the actors, within a bounded time: what does not end by itself
    /// dies with the process.
    public void stop() {
        for (var node : nodes) node.closePorts();
        try {
            jvm.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            nodes.getFirst().log().warning("The actor system did not end in time: " + late);
        }
        for (var node : nodes) node.release();
    }
}
