package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Requests that are gathered and then sent in one go, whatever nodes they are for: each node gets
/// its own in one piece, in their order, and all work at the same time. Nothing holds them together
/// beyond that: each goes its own way through redirections and retries, and ends by itself.
///
/// A pipeline is of one thread and sent once.
public final class Pipeline {

    private final RedisClient client;
    private final Sender sender;
    private final List<byte[][]> requests = new ArrayList<>();
    private final List<RequestOptions> options = new ArrayList<>();

    /// What became of one request.
    public sealed interface Result {
        record Answered(Reply reply) implements Result {}

        record Failed(RequestFailed failure) implements Result {}

        /// The server's reply.
        ///
        /// @throws RequestFailed there is none
        default Reply reply() {
            return switch (this) {
                case Answered(Reply reply) -> reply;
                case Failed(RequestFailed failure) -> throw failure;
            };
        }
    }

    Pipeline(RedisClient client, Sender sender) {
        this.client = client;
        this.sender = sender;
    }

    public Pipeline add(RequestOptions how, byte[]... words) {
        options.add(how);
        requests.add(words);
        return this;
    }

    public Pipeline add(byte[]... words) {
        return add(RequestOptions.NONE, words);
    }

    public Pipeline add(String... words) {
        return add(RequestOptions.NONE, RedisClient.bytes(words));
    }

    public int size() {
        return requests.size();
    }

    /// Sends them.
    ///
    /// @return what became of each, in the order in which they were added; never fails
    /// @throws IllegalArgumentException one of the commands belongs to one connection; nothing was
    ///   sent
    public CompletionStage<List<Result>> send() {
        var gathering = new Gathering(requests.size());
        var outcomes = new ArrayList<Outcome>(requests.size());
        for (int i = 0; i < requests.size(); i++) outcomes.add(gathering.outcome(i));
        sender.sendAll(outcomes, options, requests);
        return gathering.all;
    }

    /// Sends them and waits for all.
    public List<Result> call() {
        return RedisClient.await(sender.loop(), this::send);
    }

    /// The client that it is a pipeline of.
    public RedisClient client() {
        return client;
    }

    private static final class Gathering {

        private final CompletableFuture<List<Result>> all = new CompletableFuture<>();
        private final @Nullable Result[] results;
        private int missing;

        Gathering(int size) {
            results = new Result[size];
            missing = size;
            if (size == 0) all.complete(List.of());
        }

        Outcome outcome(int index) {
            return new Outcome() {
                @Override
                public void answered(Connection from, Reply reply) {
                    arrived(index, new Result.Answered(reply));
                }

                @Override
                public void failed(RequestFailed failure) {
                    arrived(index, new Result.Failed(failure));
                }
            };
        }

        private void arrived(int index, Result result) {
            results[index] = result;
            if (--missing > 0) return;
            all.complete(Arrays.stream(results).map(Objects::requireNonNull).toList());
        }
    }
}
