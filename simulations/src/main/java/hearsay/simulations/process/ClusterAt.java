package hearsay.simulations.process;

import hearsay.client.connection.Endpoint;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.Reach;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which cluster is meant: one that was launched here, or any at an address,
/// of real redis-servers too.
final class ClusterAt {

    private static final long LONGEST_TIMEOUT_SECONDS = 3600;

    @Mixin private Where where = new Where();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "With --port: the address of a node of the cluster (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "Any node's port, of any Redis cluster; without it, the cluster in --dir is meant.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Whom AUTH names.")
    private String user = "";

    @Option(names = "--password", paramLabel = "WORD", description = "What AUTH says.")
    private String password = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description =
                    "How long one MIGRATE may take; twice that, and two seconds, is the limit for any reply"
                            + " (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    /// Its nodes, as one of them knows them.
    Reach reach() {
        if (timeoutSeconds < 1 || timeoutSeconds > LONGEST_TIMEOUT_SECONDS)
            throw new Refusal("--timeout is 1 to %d seconds.".formatted(LONGEST_TIMEOUT_SECONDS));
        return new Reach(seeds(), new Reach.Access(user, password(), 2 * timeoutMillis() + 2_000));
    }

    /// The cluster that was launched here, if that is what is meant.
    Optional<Where> launched() {
        return port.isPresent() ? Optional.empty() : Optional.of(where);
    }

    long timeoutMillis() {
        return timeoutSeconds * 1000L;
    }

    /// The same options, for commands that are suggested to the user.
    String options() {
        if (port.isEmpty()) return where.option();
        return (host.equals("127.0.0.1") ? "" : " --host " + host) + " --port " + port.get();
    }

    private List<Endpoint> seeds() {
        if (port.isPresent()) {
            if (port.get() < 1 || port.get() > 65_535)
                throw new Refusal("--port is 1 to 65535, not " + port.get() + ".");
            return List.of(new Endpoint(host, port.get()));
        }
        StateFile state = where.state();
        if (!state.cluster()) throw new Refusal("What runs there is not in cluster mode.");
        return state.members().stream()
                .filter(member -> member.process().isPresent())
                .map(member -> new Endpoint(member.host(), member.port()))
                .toList();
    }

    private String password() {
        if (!password.isEmpty() || port.isPresent()) return password;
        return new NodeFolder(where.state().members().getFirst().folder(where.folder())).password();
    }
}
