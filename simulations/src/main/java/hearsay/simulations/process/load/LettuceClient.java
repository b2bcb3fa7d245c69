package hearsay.simulations.process.load;

import hearsay.client.connection.Endpoint;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Lettuce, asynchronous, with the refresh of the topology that its documentation recommends.
public final class LettuceClient implements LoadClient {

    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<String, String> connection;

    public LettuceClient(List<Endpoint> seeds) {
        client =
                RedisClusterClient.create(
                        seeds.stream()
                                .map(seed -> RedisURI.create(seed.host(), seed.port()))
                                .toList());
        var refresh =
                ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .enablePeriodicRefresh(REFRESH)
                        .build();
        client.setOptions(ClusterClientOptions.builder().topologyRefreshOptions(refresh).build());
        connection = client.connect();
    }

    @Override
    public String name() {
        return "Lettuce";
    }

    @Override
    public CompletionStage<String> call(String... words) {
        var codec = StringCodec.UTF8;
        var arguments = new CommandArgs<>(codec).addKey(words[1]);
        for (int i = 2; i < words.length; i++) arguments.add(words[i]);
        return connection
                .async()
                .dispatch(CommandType.valueOf(words[0]), output(words[0]), arguments)
                .thenApply(reply -> reply == null ? "" : reply.toString());
    }

    /// Lettuce wants to know before what kind of reply comes.
    private static CommandOutput<String, String, ?> output(String command) {
        var codec = StringCodec.UTF8;
        return switch (command) {
            case "INCR", "SISMEMBER", "ZRANK", "XLEN" -> new IntegerOutput<>(codec);
            default -> new ValueOutput<>(codec);
        };
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
