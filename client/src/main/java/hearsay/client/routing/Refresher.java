package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps the slot map: asks one node after the other for CLUSTER SLOTS until one answers. The
/// [RefreshGate] says when. Lives on the client's event loop; the map is read by all threads.
final class Refresher {

    private static final byte[][] CLUSTER_SLOTS = {
        {'C', 'L', 'U', 'S', 'T', 'E', 'R'}, {'S', 'L', 'O', 'T', 'S'}
    };

    private final List<Endpoint> seeds;
    private final Connections connections;
    private final RandomGenerator random;
    private final Journey.World world;
    private final RefreshGate gate = new RefreshGate();
    private final CompletableFuture<SlotMap> first = new CompletableFuture<>();
    private final LongAdder refreshes = new LongAdder();
    private volatile SlotMap map = SlotMap.EMPTY;
    private @Nullable Endpoint hint;
    private final Set<Endpoint> distrusted = new LinkedHashSet<>();

    Refresher(
            List<Endpoint> seeds,
            Connections connections,
            RandomGenerator random,
            Journey.World world) {
        this.seeds = seeds;
        this.connections = connections;
        this.random = random;
        this.world = world;
    }

    SlotMap map() {
        return map;
    }

    long refreshes() {
        return refreshes.sum();
    }

    /// Begins, and tells when the first map is there, or that nobody gave one.
    CompletionStage<SlotMap> first() {
        wanted(null);
        return first;
    }

    void learn(int slot, Endpoint master) {
        map = map.with(slot, master);
    }

    /// A node that did not answer is asked last the next time: if it is frozen rather than dead, to
    /// ask it costs a whole command timeout.
    void distrust(Endpoint endpoint) {
        distrusted.add(endpoint);
    }

    void wanted(@Nullable Endpoint knowing) {
        if (knowing != null) hint = knowing;
        perform(gate.wanted(world.nowMillis()));
    }

    private void perform(RefreshGate.Effect effect) {
        switch (effect) {
            case RefreshGate.Effect.Nothing nothing -> {}
            case RefreshGate.Effect.WakeAt(long millis) -> {
                var unused = world.wakeAt(millis, () -> perform(gate.tick(world.nowMillis())));
            }
            case RefreshGate.Effect.Ask ask -> {
                refreshes.increment();
                askNext(new ArrayDeque<>(candidates()), "no node was asked");
            }
        }
    }

    /// Who surely knows, then all we know in an order by chance, then the seeds.
    private Set<Endpoint> candidates() {
        var order = new LinkedHashSet<Endpoint>();
        if (hint != null) order.add(hint);
        hint = null;
        var known = new ArrayList<>(nodes());
        Collections.shuffle(known, random);
        order.addAll(known);
        order.addAll(seeds);
        var last = new ArrayList<>(distrusted);
        last.retainAll(order);
        order.removeAll(last);
        order.addAll(last);
        distrusted.clear();
        return order;
    }

    private Set<Endpoint> nodes() {
        var nodes = new LinkedHashSet<Endpoint>(map.masters());
        for (var shard : map.shards()) nodes.addAll(shard.replicas());
        return nodes;
    }

    private void askNext(Queue<Endpoint> candidates, String trouble) {
        var endpoint = candidates.poll();
        if (endpoint == null) {
            first.completeExceptionally(new RequestFailed("no slot map: " + trouble, false, 1));
            perform(gate.answered(world.nowMillis()));
            return;
        }
        connections
                .to(endpoint)
                .thenCompose(connection -> connection.send(CLUSTER_SLOTS))
                .thenAccept(reply -> accept(reply, endpoint))
                .whenComplete((done, failure) -> {
                    if (failure != null) askNext(candidates, reason(failure));
                    else perform(gate.answered(world.nowMillis()));
                });
    }

    /// @throws IllegalArgumentException it is no map
    private void accept(Reply reply, Endpoint from) {
        map = SlotMap.parse(reply, from);
        var wanted = nodes();
        wanted.addAll(seeds);
        connections.retain(wanted);
        first.complete(map);
    }

    private static String reason(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }
}
