package hearsay.simulations.topology;

import hearsay.gossip.member.NodesConf;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A new cluster as the nodes.conf of each of its nodes, written before they start.
///
/// So the nodes come up as after a restart, knowing each other, and need not be introduced. Formed
/// by commands, a master waits for a third of its node timeout, five seconds at most, after it got
/// its first slot; a master with slots in its nodes.conf waits for two seconds after its start.
public final class Blueprint {

    private final Plan plan;
    private final Function<Plan.Seat, Address> addresses;
    private final Map<Integer, NodeId> ids = new LinkedHashMap<>();
    private final Map<Integer, NodeId> shards = new LinkedHashMap<>();

    /// @param addresses where each node will be
    /// @param random for the ids of nodes and shards
    public Blueprint(Plan plan, Function<Plan.Seat, Address> addresses, RandomGenerator random) {
        this.plan = plan;
        this.addresses = addresses;
        for (var seat : plan.seats()) {
            ids.put(seat.port(), NodeId.random(random));
            if (seat.masterPort().isEmpty()) shards.put(seat.port(), NodeId.random(random));
        }
    }

    /// The id of the node on that port.
    public String idOf(int port) {
        return id(port).hex();
    }

    /// What the node on that port knows.
    public NodesConf of(int port) {
        var entries = new ArrayList<NodesConf.Entry>();
        for (var seat : plan.seats()) entries.add(entry(seat, seat.port() == port));
        return new NodesConf(entries, plan.size(), 0);
    }

    private NodesConf.Entry entry(Plan.Seat seat, boolean myself) {
        int port = seat.port();
        int master = seat.masterPort().orElse(port);
        int role = master == port ? NodeFlags.MASTER : NodeFlags.REPLICA;
        var slots =
                seat.slots()
                        .map(range -> SlotSet.range(range.first(), range.last()))
                        .orElse(SlotSet.EMPTY);
        return new NodesConf.Entry(
                id(port),
                addresses.apply(seat),
                "",
                shards.get(master),
                role | (myself ? NodeFlags.MYSELF : 0),
                master == port ? null : id(master),
                0,
                0,
                epochOf(master),
                myself,
                slots,
                List.of());
    }

    private long epochOf(int port) {
        return plan.seats().get(port - plan.firstPort()).configEpoch();
    }

    private NodeId id(int port) {
        var id = ids.get(port);
        if (id == null) throw new IllegalArgumentException("no node on port " + port);
        return id;
    }
}
