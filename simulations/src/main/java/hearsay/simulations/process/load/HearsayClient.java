package hearsay.simulations.process.load;

import hearsay.client.connection.ConnectionSettings;
import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.client.routing.ClusterClient;
import hearsay.client.routing.RetryPolicy;
import hearsay.simulations.console.Refusal;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

/// Our own.
public final class HearsayClient implements LoadClient {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int REPLY_MILLIS = 30_000;

    private final ClusterClient client;

    private HearsayClient(ClusterClient client) {
        this.client = client;
    }

    public static HearsayClient to(List<Endpoint> seeds) throws InterruptedException {
        var chance = RandomGenerator.of("L64X128MixRandom");
        var settings = ConnectionSettings.DEFAULT.withTimeouts(CONNECT_MILLIS, REPLY_MILLIS);
        try {
            return new HearsayClient(
                    ClusterClient.open(seeds, settings, RetryPolicy.DEFAULT, chance)
                            .toCompletableFuture()
                            .get());
        } catch (ExecutionException e) {
            throw new Refusal("Our client does not find the cluster: " + e.getCause());
        }
    }

    @Override
    public String name() {
        return "hearsay";
    }

    @Override
    public CompletionStage<String> call(String... words) {
        return client.send(words).thenApply(HearsayClient::text);
    }

    private static String text(Reply reply) {
        if (reply instanceof Reply.Failure failure) throw new IllegalStateException(failure.text());
        return reply instanceof Reply.Nil ? "" : reply.text();
    }

    @Override
    public void close() {
        client.close();
    }
}
