package hearsay.client.connection;

import java.util.concurrent.CompletableFuture;

/// An answer for those who would rather have a future.
final class Promise extends CompletableFuture<Reply> implements Answer {

    @Override
    public void answered(Reply reply) {
        complete(reply);
    }

    @Override
    public void failed(ConnectionFailure failure) {
        completeExceptionally(failure);
    }
}
