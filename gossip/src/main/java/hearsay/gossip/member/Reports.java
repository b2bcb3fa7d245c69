package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.failure.FailureDetector;
import hearsay.gossip.member.Settings.PreferredEndpoint;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.view.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the CLUSTER commands that only ask are answered.
final class Reports {

    private final Core core;
    private final Reception reception;

    Reports(Core core, Reception reception) {
        this.core = core;
        this.reception = reception;
    }

    String nodes(boolean tls) {
        var text = new StringBuilder();
        for (Node node : core.view.nodes) {
            text.append(Memory.entry(core.view, node).describe(tls)).append('\n');
        }
        return text.toString();
    }

    List<String> replicas(String masterId, boolean tls) {
        var master = core.view.node(masterId);
        if (master == null) throw ClusterError.unknownNode(masterId);
        if (master.isReplica()) throw new ClusterError("The specified node is not a master");
        var lines = new ArrayList<String>();
        for (Node replica : master.replicas()) {
            lines.add(Memory.entry(core.view, replica).describe(tls));
        }
        return lines;
    }

    int countFailureReports(String id) {
        var node = core.view.node(id);
        if (node == null) throw ClusterError.unknownNode(id);
        return FailureDetector.reports(node, core.now, core.settings.nodeTimeoutMillis());
    }

    String info() {
        int ok = 0;
        int pfail = 0;
        int fail = 0;
        for (Node node : core.view.nodes) {
            int slots = node.slots().size();
            switch (node.health) {
                case OK -> ok += slots;
                case PFAIL -> pfail += slots;
                case FAIL -> fail += slots;
            }
        }
        var text = new StringBuilder();
        line(text, "cluster_state", core.view.ok ? "ok" : "fail");
        line(text, "cluster_slots_assigned", ok + pfail + fail);
        line(text, "cluster_slots_ok", ok);
        line(text, "cluster_slots_pfail", pfail);
        line(text, "cluster_slots_fail", fail);
        line(text, "cluster_known_nodes", core.view.nodes.size());
        line(text, "cluster_size", core.view.size);
        line(text, "cluster_current_epoch", core.view.currentEpoch);
        line(text, "cluster_my_epoch", core.self().shardMaster().configEpoch);
        statistics(text);
        return text.toString();
    }

    private void statistics(StringBuilder text) {
        long sent = 0;
        for (BusMessage.Type type : BusMessage.Type.values()) {
            long count = core.out.sent(type);
            sent += count;
            if (count > 0) line(text, "cluster_stats_messages_" + type.word() + "_sent", count);
        }
        line(text, "cluster_stats_messages_sent", sent);
        long received = 0;
        for (BusMessage.Type type : BusMessage.Type.values()) {
            long count = reception.received(type);
            received += count;
            if (count > 0) line(text, "cluster_stats_messages_" + type.word() + "_received", count);
        }
        line(text, "cluster_stats_messages_received", received);
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    List<SlotsRow> slots() {
        var rows = new ArrayList<SlotsRow>();
        for (int first = 0; first < Slot.COUNT; ) {
            var owner = core.view.slots.owner(first);
            int end = first + 1;
            while (end < Slot.COUNT && core.view.slots.owner(end) == owner) end++;
            if (owner != null) rows.add(row(new SlotRange(first, end - 1), owner));
            first = end;
        }
        return rows;
    }

    private SlotsRow row(SlotRange range, Node master) {
        var servers = new ArrayList<SlotsRow.Server>();
        servers.add(server(master));
        for (Node replica : master.replicas()) {
            if (!replica.isFailed() && offset(replica) != 0) servers.add(server(replica));
        }
        return new SlotsRow(range, servers);
    }

    private SlotsRow.Server server(Node node) {
        var address = node.address;
        var preferred = core.settings.preferredEndpoint();
        var metadata = new LinkedHashMap<String, String>();
        if (preferred != PreferredEndpoint.IP) metadata.put("ip", address.ip());
        if (preferred != PreferredEndpoint.HOSTNAME && !address.hostname().isEmpty()) {
            metadata.put("hostname", address.hostname());
        }
        var endpoint = preferred == PreferredEndpoint.UNKNOWN_ENDPOINT ? null : endpoint(node);
        return new SlotsRow.Server(
                endpoint, address.port(), address.tlsPort(), node.id(), metadata);
    }

    /// How clients are told to reach a node.
    String endpoint(Node node) {
        var hostname = node.address.hostname();
        return switch (core.settings.preferredEndpoint()) {
            case IP -> node.address.ip();
            case HOSTNAME -> hostname.isEmpty() ? "?" : hostname;
            case UNKNOWN_ENDPOINT -> "";
        };
    }

    List<Shard> shards() {
        Map<NodeId, List<Node>> byShard = new LinkedHashMap<>();
        for (Node node : core.view.nodes) {
            if (node.handshake) continue;
            byShard.computeIfAbsent(node.shardId, id -> new ArrayList<>()).add(node);
        }
        var shards = new ArrayList<Shard>();
        for (List<Node> nodes : byShard.values()) {
            var slots = nodes.getFirst().shardMaster().slots().ranges();
            shards.add(new Shard(slots, nodes.stream().map(this::shardServer).toList()));
        }
        return shards;
    }

    private Shard.Server shardServer(Node node) {
        var address = node.address;
        long offset = offset(node);
        String health = "online";
        if (node.isReplica() && offset == 0) health = "loading";
        if (node.isFailed()) health = "fail";
        return new Shard.Server(
                node.id(),
                address.port(),
                address.tlsPort(),
                address.ip(),
                endpoint(node),
                address.hostname(),
                node.isReplica() ? "replica" : "master",
                offset,
                health);
    }

    private long offset(Node node) {
        return node.myself ? core.replication.offset() : node.offset;
    }

    List<LinkRow> links() {
        var rows = new ArrayList<LinkRow>();
        for (Node node : core.view.nodes) {
            addLink(rows, node.link, "to", node);
            addLink(rows, node.inboundLink, "from", node);
        }
        return rows;
    }

    private void addLink(List<LinkRow> rows, long id, String direction, Node node) {
        var link = core.links.get(id);
        if (link != null) rows.add(new LinkRow(id, direction, node.id(), link.createdAt()));
    }

    @Nullable NodeId master() {
        var master = core.self().master();
        return master == null ? null : master.id();
    }
}
