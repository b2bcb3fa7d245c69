package hearsay.client.routing;

import hearsay.client.connection.Connection;
import hearsay.client.connection.Reply;
import java.util.concurrent.CompletableFuture;

/// An outcome for those who would rather have a future.
final class Promise extends CompletableFuture<Reply> implements Outcome {

    @Override
    public void answered(Connection from, Reply reply) {
        complete(reply);
    }

    @Override
    public void failed(RequestFailed failure) {
        completeExceptionally(failure);
    }
}
