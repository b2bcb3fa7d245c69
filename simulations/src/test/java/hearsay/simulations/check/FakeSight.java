package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.bus.Extensions;
import hearsay.gossip.bus.Gossip;
import hearsay.gossip.bus.GossipEntry;
import hearsay.gossip.bus.Header;
import hearsay.gossip.diary.Name;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A node that is whatever a test says.
final class FakeSight implements Sight {

    final int port;
    NodeId id;
    boolean runs = true;
    boolean saving;
    int lives = 1;
    long clockErrorNanos;
    @Nullable FakeSight master;
    SlotSet slots = SlotSet.EMPTY;
    long currentEpoch;
    long configEpoch;
    long lastVoteEpoch;
    boolean ok = true;
    SortedMap<NodeId, SlotSet> owners = new TreeMap<>();
    boolean linkUp = true;
    long dataAgeNanos;
    long offset = 100;
    String digest = "same";
    @Nullable Long number;
    final TreeSet<Long> elements = new TreeSet<>();

    FakeSight(int port) {
        this.port = port;
        id = new NodeId("%040d".formatted(port));
    }

    /// Three masters, 7000 to 7002, and their replicas, 7003 to 7005, who all agree.
    static List<FakeSight> cluster() {
        var nodes = new ArrayList<FakeSight>();
        for (int i = 0; i < 6; i++) nodes.add(new FakeSight(7000 + i));
        for (int i = 0; i < 3; i++) {
            nodes.get(i).slots = SlotSet.range(i * 5462, Math.min(16383, i * 5462 + 5461));
            nodes.get(i).configEpoch = i + 1;
            nodes.get(i + 3).master = nodes.get(i);
        }
        for (var node : nodes) {
            node.currentEpoch = 3;
            node.owners = ownersOf(nodes);
        }
        return nodes;
    }

    static SortedMap<NodeId, SlotSet> ownersOf(List<FakeSight> nodes) {
        var owners = new TreeMap<NodeId, SlotSet>();
        for (var node : nodes) if (!node.slots.isEmpty()) owners.put(node.id, node.slots);
        return owners;
    }

    Name toName() {
        return new Name(id, "");
    }

    BusMessage ping() {
        return ping(List.of());
    }

    BusMessage ping(List<GossipEntry> gossip) {
        var shown = master == null ? this : master;
        var header =
                new Header(
                        id,
                        currentEpoch,
                        shown.configEpoch,
                        offset,
                        shown.slots,
                        master == null ? null : master.id,
                        ip(),
                        port,
                        0,
                        port + 10000,
                        master == null ? NodeFlags.MASTER : NodeFlags.REPLICA,
                        ok,
                        0);
        return new BusMessage.Ping(header, Gossip.of(gossip), Extensions.NONE);
    }

    /// "I cannot reach that one."
    BusMessage suspects(FakeSight other) {
        var flags = NodeFlags.MASTER | NodeFlags.PFAIL;
        return ping(List.of(new GossipEntry(other.id, 0, 0, other.ip(), other.port, 0, 0, flags)));
    }

    @Override
    public String name() {
        return Integer.toString(port);
    }

    @Override
    public String ip() {
        return "10.0.0." + (port - 6999);
    }

    @Override
    public boolean runs() {
        return runs;
    }

    @Override
    public boolean isSaving() {
        return saving;
    }

    @Override
    public int lives() {
        return lives;
    }

    @Override
    public long clockErrorNanos() {
        return clockErrorNanos;
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public boolean isMaster() {
        return master == null;
    }

    @Override
    public @Nullable NodeId master() {
        return master == null ? null : master.id;
    }

    @Override
    public long currentEpoch() {
        return currentEpoch;
    }

    @Override
    public long configEpoch() {
        return configEpoch;
    }

    @Override
    public long lastVoteEpoch() {
        return lastVoteEpoch;
    }

    @Override
    public boolean isOk() {
        return ok;
    }

    @Override
    public SortedMap<NodeId, SlotSet> owners() {
        return owners;
    }

    @Override
    public boolean isLinkUp() {
        return linkUp;
    }

    @Override
    public long dataAgeNanos() {
        return dataAgeNanos;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public @Nullable Long number(String key) {
        return number;
    }

    @Override
    public boolean contains(String key, long element) {
        return elements.contains(element);
    }
}
