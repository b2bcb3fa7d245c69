package hearsay.simulations.process;

import hearsay.gossip.member.NodesConf;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A new cluster as the nodes.conf of each of its nodes, written before they start.
///
/// So the nodes come up as after a restart, knowing each other, and need not be introduced. Formed
/// by commands, a master waits for a third of its node timeout, five seconds at most, after it got
/// its first slot; a master with slots in its nodes.conf waits for two seconds after its start.
final class Blueprint {

    private final Plan plan;
    private final Spread spread;
    private final String host;
    private final Map<Integer, NodeId> ids = new LinkedHashMap<>();
    private final Map<Integer, NodeId> shards = new LinkedHashMap<>();

    Blueprint(Spread spread, String host, RandomGenerator random) {
        this.plan = spread.plan();
        this.spread = spread;
        this.host = host;
        for (var seat : plan.seats()) {
            ids.put(seat.port(), NodeId.random(random));
            if (seat.masterPort().isEmpty()) shards.put(seat.port(), NodeId.random(random));
        }
    }

    /// The id of the node on that port.
    String idOf(int port) {
        return id(port).hex();
    }

    /// What the node on that port knows.
    NodesConf of(int port) {
        var entries = new ArrayList<NodesConf.Entry>();
        for (var seat : plan.seats()) entries.add(entry(seat, seat.port() == port));
        return new NodesConf(entries, plan.size(), 0);
    }

    void write(NodeFolder folder, int port) throws IOException {
        Path file = folder.path().resolve("nodes.conf");
        Files.writeString(file, of(port).text());
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
                new Address(host, port, 0, spread.busPort(seat), ""),
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
