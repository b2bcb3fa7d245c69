package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Who serves what, as far as a client knows, and how it learns more: by a cluster's slot map, or
/// from sentinels. Lives on the client's loop.
interface Topology {

    /// Begins to ask, and tells when the first answer is there, or fails with a [RequestFailed].
    CompletionStage<?> first();

    /// The master of a slot, or somebody who will tell; [Route#NO_SLOT] is anybody's.
    Endpoint master(int slot);

    /// A master by chance, though rather not this one.
    Endpoint anyone(@Nullable Endpoint but);

    List<Endpoint> replicas(int slot);

    /// Whether it is still one of those who serve.
    boolean knows(Endpoint endpoint);

    /// A slot's master is known now.
    void learn(int slot, Endpoint master);

    /// What is known is out of date.
    ///
    /// @param hint who surely knows better, if anybody does
    void refresh(@Nullable Endpoint hint);

    /// This one did not answer: others are to be asked before it.
    void distrust(Endpoint endpoint);

    /// How often it was asked.
    long refreshes();

    /// The task is run whenever something else is known than before.
    void onChange(Runnable task);

    /// It is not run any more.
    void notOnChange(Runnable task);

    void close();
}
