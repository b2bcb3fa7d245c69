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
final class ClusterTopology implements Topology {

    private static final byte[][] CLUSTER_SLOTS = {
        {'C', 'L', 'U', 'S', 'T', 'E', 'R'}, {'S', 'L', 'O', 'T', 'S'}
    };

    private final List<Endpoint> seeds;
    private final Connections connections;
    private final RandomGenerator random;
    private final Clock clock;
    private final RefreshGate gate = new RefreshGate();
    private final CompletableFuture<SlotMap> first = new CompletableFuture<>();
    private final LongAdder refreshes = new LongAdder();
    private volatile SlotMap map = SlotMap.EMPTY;
    private @Nullable Endpoint hint;
    private final Set<Endpoint> distrusted = new LinkedHashSet<>();
    private final List<Runnable> onChange = new ArrayList<>();

    ClusterTopology(
            List<Endpoint> seeds, Connections connections, RandomGenerator random, Clock clock) {
        this.seeds = seeds;
        this.connections = connections;
        this.random = random;
        this.clock = clock;
    }

    SlotMap map() {
        return map;
    }

    @Override
    public CompletionStage<SlotMap> first() {
        refresh(null);
        return first;
    }

    @Override
    public Endpoint master(int slot) {
        var master = slot == Route.NO_SLOT ? null : map.master(slot);
        return master == null ? anyone(null) : master;
    }

    @Override
    public Endpoint anyone(@Nullable Endpoint but) {
        var masters = map.masters();
        var all = masters.isEmpty() ? seeds : masters;
        int at = random.nextInt(all.size());
        return all.get(at).equals(but) ? all.get((at + 1) % all.size()) : all.get(at);
    }

    @Override
    public List<Endpoint> replicas(int slot) {
        return slot == Route.NO_SLOT ? List.of() : map.replicas(slot);
    }

    @Override
    public boolean knows(Endpoint endpoint) {
        if (seeds.contains(endpoint)) return true;
        for (var shard : map.shards())
            if (shard.master().equals(endpoint) || shard.replicas().contains(endpoint)) return true;
        return false;
    }

    @Override
    public void learn(int slot, Endpoint master) {
        change(map.with(slot, master));
    }

    /// A node that did not answer is asked last the next time: if it is frozen rather than dead, to
    /// ask it costs a whole command timeout.
    @Override
    public void distrust(Endpoint endpoint) {
        distrusted.add(endpoint);
    }

    @Override
    public void refresh(@Nullable Endpoint knowing) {
        if (knowing != null) hint = knowing;
        perform(gate.wanted(clock.nowMillis()));
    }

    @Override
    public long refreshes() {
        return refreshes.sum();
    }

    @Override
    public void onChange(Runnable task) {
        onChange.add(task);
    }

    @Override
    public void notOnChange(Runnable task) {
        onChange.remove(task);
    }

    @Override
    public void close() {
        onChange.clear();
    }

    private void perform(RefreshGate.Effect effect) {
        switch (effect) {
            case RefreshGate.Effect.Nothing nothing -> {}
            case RefreshGate.Effect.WakeAt(long millis) -> {
                var unused = clock.wakeAt(millis, () -> perform(gate.tick(clock.nowMillis())));
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
            perform(gate.answered(clock.nowMillis()));
            return;
        }
        connections
                .to(endpoint)
                .thenCompose(connection -> connection.send(CLUSTER_SLOTS))
                .thenAccept(reply -> accept(reply, endpoint))
                .whenComplete((done, failure) -> {
                    if (failure != null) askNext(candidates, reason(failure));
                    else perform(gate.answered(clock.nowMillis()));
                });
    }

    /// @throws IllegalArgumentException it is no map
    private void accept(Reply reply, Endpoint from) {
        change(SlotMap.parse(reply, from));
        first.complete(map);
    }

    private void change(SlotMap next) {
        if (next == map) return;
        map = next;
        for (var task : List.copyOf(onChange)) task.run();
    }

    private static String reason(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }
}
