package hearsay.client.routing;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Reply;
import hearsay.gossip.model.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which master serves which slot, and who its replicas are, as one node told at one time.
///
/// Immutable. What MOVED tells is put into a new map.
///
/// Source: Redis documentation of CLUSTER SLOTS.
public final class SlotMap {

    public static final SlotMap EMPTY = new SlotMap(new Shard[Slot.COUNT]);

    /// A master and those who copy it.
    ///
    /// @param replicas of this master, in the order in which they were told
    public record Shard(Endpoint master, List<Endpoint> replicas) {}

    private final @Nullable Shard[] slots;
    private final List<Shard> shards;
    private final List<Endpoint> masters;

    private SlotMap(@Nullable Shard[] slots) {
        this.slots = slots;
        var found = new LinkedHashMap<Endpoint, Shard>();
        Shard last = null;
        for (var shard : slots) {
            if (shard != null && !shard.equals(last)) found.putIfAbsent(shard.master(), shard);
            last = shard;
        }
        shards = List.copyOf(found.values());
        masters = List.copyOf(found.keySet());
    }

    /// Reads the reply of CLUSTER SLOTS.
    ///
    /// @param from who gave it: an absent or empty host means the one that was asked
    /// @throws IllegalArgumentException it is an error or has another shape
    public static SlotMap parse(Reply reply, Endpoint from) {
        if (!(reply instanceof Reply.Array array))
            throw new IllegalArgumentException("not CLUSTER SLOTS: " + reply.pretty());
        @Nullable Shard[] slots = new Shard[Slot.COUNT];
        var shards = new LinkedHashMap<Endpoint, Shard>();
        try {
            for (var range : array.items()) read(range.items(), from, slots, shards);
        } catch (IllegalStateException | IndexOutOfBoundsException shape) {
            throw new IllegalArgumentException("not CLUSTER SLOTS: " + reply.pretty(), shape);
        }
        return new SlotMap(slots);
    }

    private static void read(
            List<Reply> range,
            Endpoint from,
            @Nullable Shard[] slots,
            Map<Endpoint, Shard> shards) {
        long first = number(range.get(0));
        long last = number(range.get(1));
        if (!Slot.isValid(first) || !Slot.isValid(last) || first > last)
            throw new IllegalArgumentException("not a range of slots: " + first + "-" + last);
        var nodes = new ArrayList<Endpoint>();
        for (var node : range.subList(2, range.size())) {
            var endpoint = endpoint(node.items(), from);
            if (endpoint != null) nodes.add(endpoint);
            // Without its master a range is as good as not served.
            else if (nodes.isEmpty()) return;
        }
        if (nodes.isEmpty()) return;
        var replicas = List.copyOf(nodes.subList(1, nodes.size()));
        var shard = shards.computeIfAbsent(nodes.getFirst(), m -> new Shard(m, replicas));
        for (int slot = (int) first; slot <= last; slot++) slots[slot] = shard;
    }

    /// The node's place, or null if the cluster does not know it: `?` stands for a host name that
    /// was wanted and is not set.
    private static @Nullable Endpoint endpoint(List<Reply> node, Endpoint from) {
        var host = node.get(0) instanceof Reply.Nil ? "" : node.get(0).text();
        if (host.equals("?")) return null;
        return new Endpoint(host.isEmpty() ? from.host() : host, (int) number(node.get(1)));
    }

    private static long number(Reply reply) {
        if (reply instanceof Reply.Int(long value)) return value;
        throw new IllegalStateException("not a number: " + reply.pretty());
    }

    /// The slot's master, or null if nobody is known to serve it.
    public @Nullable Endpoint master(int slot) {
        var shard = slots[slot];
        return shard == null ? null : shard.master();
    }

    public List<Endpoint> replicas(int slot) {
        var shard = slots[slot];
        return shard == null ? List.of() : shard.replicas();
    }

    /// All masters with slots, in the order of their first slots.
    public List<Endpoint> masters() {
        return masters;
    }

    public List<Shard> shards() {
        return shards;
    }

    /// How many slots have a master.
    public int size() {
        int served = 0;
        for (var shard : slots) if (shard != null) served++;
        return served;
    }

    /// The same map, but for one slot, which `master` serves now.
    public SlotMap with(int slot, Endpoint master) {
        if (master.equals(master(slot))) return this;
        var changed = slots.clone();
        changed[slot] = shardOf(master);
        return new SlotMap(changed);
    }

    private Shard shardOf(Endpoint master) {
        for (var shard : shards) if (shard.master().equals(master)) return shard;
        return new Shard(master, List.of());
    }
}
