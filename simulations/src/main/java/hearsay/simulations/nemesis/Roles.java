package hearsay.simulations.nemesis;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import hearsay.node.server.Server;
import hearsay.simulations.fault.Aim;
import hearsay.simulations.world.Host;
import hearsay.simulations.world.Watch;
import hearsay.simulations.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who is what at this moment, in truth: a slot belongs to whoever claims it with the greatest
/// epoch, whatever others believe. A node that is down is what it was last seen to be.
final class Roles {

    /// What a node knows of itself.
    private record Part(
            NodeId id,
            boolean master,
            @Nullable NodeId masterId,
            SlotSet slots,
            long epoch,
            long offset) {}

    private static final SlotSet ALL_SLOTS = SlotSet.range(0, Slot.COUNT - 1);

    private final World world;
    private final Map<Host, Part> parts = new LinkedHashMap<>();

    Roles(World world) {
        this.world = world;
    }

    /// Those that are meant, each once; none if there is no such node.
    ///
    /// @param it whom [Aim.It] means
    /// @param winner whom [Aim.Winner] means
    List<Host> resolve(Aim aim, List<Host> it, @Nullable Host winner, RandomGenerator chance) {
        look();
        return List.copyOf(find(aim, it, winner, chance));
    }

    /// Notes what everybody is: to be called before somebody goes down.
    void look() {
        for (var host : world.hosts()) {
            var member = host.member();
            var server = host.server();
            if (server == null) {
                if (!world.sentinels().isEmpty()) parts.computeIfPresent(host, this::recounted);
                continue;
            }
            if (member == null) {
                parts.put(host, watched(host, server));
                continue;
            }
            parts.put(
                    host,
                    new Part(
                            member.myId(),
                            member.isMaster(),
                            member.master(),
                            member.mySlots(),
                            member.myConfigEpoch(),
                            server.replication().offset()));
        }
    }

    /// Without a cluster whoever is a master claims all slots, and it is true of the one that
    /// Sentinels name.
    private Part watched(Host host, Server server) {
        var replication = server.replication();
        var follows = replication.masterAddress();
        return new Part(
                idOf(host.port()),
                follows.isEmpty(),
                follows.map(master -> idOf(master.port())).orElse(null),
                ALL_SLOTS,
                votesFor(host.port()),
                replication.offset());
    }

    /// Who is down may have been replaced meanwhile.
    private Part recounted(Host host, Part last) {
        return new Part(
                last.id(),
                last.master(),
                last.masterId(),
                last.slots(),
                votesFor(host.port()),
                last.offset());
    }

    private static NodeId idOf(int port) {
        return new NodeId("%040x".formatted(port));
    }

    private int votesFor(int port) {
        int votes = 0;
        for (var sentinel : world.sentinels()) {
            var core = sentinel.sentinel();
            var address = core == null ? null : core.masterAddress(Watch.MASTER);
            if (address != null && address.port() == port) votes++;
        }
        return votes;
    }

    private LinkedHashSet<Host> find(
            Aim aim, List<Host> it, @Nullable Host winner, RandomGenerator chance) {
        return switch (aim) {
            case Aim.Port(int port) -> those(List.of(world.host(port)));
            case Aim.MasterOf(int slot) -> those(owner(slot));
            case Aim.ReplicaOf(int slot, var rank) ->
                    those(ranked(replicasOf(owner(slot)), rank, chance));
            case Aim.Any(int count, var role) -> those(some(up(pool(role)), count, chance));
            case Aim.All(var role) -> those(pool(role));
            case Aim.Minority() -> {
                var masters = masters();
                yield those(some(masters, (masters.size() - 1) / 2, chance));
            }
            case Aim.Majority() -> {
                var masters = masters();
                yield those(some(masters, masters.size() / 2 + 1, chance));
            }
            case Aim.WithReplicas(var masters) -> {
                var found = find(masters, it, winner, chance);
                found.addAll(replicasOf(List.copyOf(found)));
                yield found;
            }
            case Aim.Several(var aims) -> {
                var found = new LinkedHashSet<Host>();
                for (var each : aims) found.addAll(find(each, it, winner, chance));
                yield found;
            }
            case Aim.It() -> those(it);
            case Aim.Winner() -> those(winner == null ? List.of() : List.of(winner));
        };
    }

    /// Who owns a slot now, null for nobody.
    @Nullable Host ownerOf(int slot) {
        look();
        var owner = owner(slot);
        return owner.isEmpty() ? null : owner.getFirst();
    }

    /// The master of the shard that a node was of: itself, or who took its place.
    @Nullable Host masterFor(Host host) {
        look();
        var part = parts.get(host);
        if (part == null || part.master()) return host;
        for (var entry : parts.entrySet()) {
            if (entry.getValue().id().equals(part.masterId())) return entry.getKey();
        }
        return null;
    }

    private static LinkedHashSet<Host> those(List<Host> hosts) {
        return new LinkedHashSet<>(hosts);
    }

    private List<Host> pool(Aim.Role role) {
        return switch (role) {
            case MASTER -> masters();
            case REPLICA -> replicas();
            case NODE -> world.hosts();
            case SENTINEL -> world.sentinels();
        };
    }

    private static List<Host> up(List<Host> hosts) {
        return hosts.stream().filter(Host::isUp).toList();
    }

    /// So many by chance, or all if there are no more.
    private static List<Host> some(List<Host> hosts, int count, RandomGenerator chance) {
        var left = new ArrayList<>(hosts);
        var chosen = new ArrayList<Host>();
        while (chosen.size() < count && !left.isEmpty())
            chosen.add(left.remove(chance.nextInt(left.size())));
        return chosen;
    }

    private List<Host> ranked(
            List<Host> replicas, Aim.ReplicaOf.Rank rank, RandomGenerator chance) {
        if (rank == Aim.ReplicaOf.Rank.EVERY || replicas.isEmpty()) return replicas;
        var alive = up(replicas);
        var eligible = new ArrayList<>(alive.isEmpty() ? replicas : alive);
        eligible.sort(
                Comparator.comparingLong((Host host) -> -part(host).offset())
                        .thenComparing(host -> part(host).id()));
        return switch (rank) {
            case BEST -> List.of(eligible.getFirst());
            case WORST -> List.of(eligible.getLast());
            case ANY -> some(eligible, 1, chance);
            case EVERY -> eligible;
        };
    }

    private Part part(Host host) {
        var part = parts.get(host);
        if (part == null) throw new IllegalStateException(host + " has never been up");
        return part;
    }

    private List<Host> owner(int slot) {
        Host best = null;
        for (var host : parts.keySet()) {
            var part = part(host);
            if (!part.master() || !part.slots().contains(slot)) continue;
            if (best == null || part.epoch() > part(best).epoch()) best = host;
        }
        return best == null ? List.of() : List.of(best);
    }

    /// Those that own slots.
    private List<Host> masters() {
        var owners = new @Nullable Host[Slot.COUNT];
        for (var host : parts.keySet()) {
            var part = part(host);
            if (!part.master()) continue;
            var slots = part.slots();
            for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
                var other = owners[slot];
                if (other == null || part.epoch() > part(other).epoch()) owners[slot] = host;
            }
        }
        var found = new LinkedHashSet<Host>();
        for (var owner : owners) if (owner != null) found.add(owner);
        return inOrder(found);
    }

    private List<Host> replicas() {
        return world.hosts().stream()
                .filter(host -> parts.containsKey(host) && !part(host).master())
                .toList();
    }

    private List<Host> replicasOf(List<Host> masters) {
        var ids = masters.stream().map(host -> part(host).id()).toList();
        return replicas().stream()
                .filter(host -> {
                    var master = part(host).masterId();
                    return master != null && ids.contains(master);
                })
                .toList();
    }

    private List<Host> inOrder(LinkedHashSet<Host> hosts) {
        return world.hosts().stream().filter(hosts::contains).toList();
    }
}
