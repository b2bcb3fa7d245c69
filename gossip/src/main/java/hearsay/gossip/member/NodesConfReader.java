package hearsay.gossip.member;

import hearsay.gossip.member.NodesConf.Corrupt;
import hearsay.gossip.member.NodesConf.Entry;
import hearsay.gossip.member.NodesConf.OpenSlot;
import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads nodes.conf, of 7.2 or older: fields that came later may be missing. Says of what it does
/// not understand in which line it stands and what should have been there.
final class NodesConfReader {

    private static final int MIN_FIELDS = 8;
    private static final int MAX_PORT = 65535;

    /// What may not stand in the name or value of a field behind the address.
    private static final String FORBIDDEN = "!#$%&()*+:;<>?@[]^{|}~";

    private final Map<NodeId, Entry> entries = new LinkedHashMap<>();
    private final Map<NodeId, Integer> lines = new LinkedHashMap<>();
    private @Nullable NodeId myself;
    private long currentEpoch;
    private long lastVoteEpoch;
    private int line;

    NodesConf read(String text) throws Corrupt {
        for (String content : text.split("\n", -1)) {
            line++;
            var fields = content.strip().split("\\s+");
            if (fields[0].isEmpty()) continue;
            if (fields[0].equalsIgnoreCase("vars")) {
                readVars(fields);
            } else {
                readNode(fields);
            }
        }
        if (myself == null) throw corrupt("one node must be flagged as \"myself\"");
        checkShards();
        return new NodesConf(List.copyOf(entries.values()), currentEpoch, lastVoteEpoch);
    }

    private void readVars(String[] fields) throws Corrupt {
        if (fields.length % 2 == 0) throw corrupt("expected names and values behind \"vars\"");
        for (int i = 1; i < fields.length; i += 2) {
            switch (fields[i].toLowerCase(Locale.ROOT)) {
                case "currentepoch" -> currentEpoch = number(fields[i + 1], "currentEpoch");
                case "lastvoteepoch" -> lastVoteEpoch = number(fields[i + 1], "lastVoteEpoch");
                default -> {} // Written by a newer version.
            }
        }
    }

    private void readNode(String[] fields) throws Corrupt {
        if (fields.length < MIN_FIELDS) {
            throw corrupt("expected at least 8 fields, found " + fields.length);
        }
        var id = nodeId(fields[0], "a node id");
        var aux = fields[1].split(",", -1);
        var place = new Place();
        readAux(aux, place);
        var address = address(aux, place);
        int flags = flags(fields[2]);
        var master = fields[3].startsWith("-") ? null : nodeId(fields[3], "a master's id or \"-\"");
        long epoch = number(fields[6], "a config epoch");
        boolean replica = (flags & NodeFlags.REPLICA) != 0 && master != null;
        var slots = new SlotSet.Builder();
        var open = new ArrayList<OpenSlot>();
        for (int i = MIN_FIELDS; i < fields.length; i++) readSlots(fields[i], slots, open);

        if ((flags & NodeFlags.MYSELF) != 0) {
            if (myself != null) throw corrupt("two nodes are flagged as \"myself\"");
            myself = id;
        }
        var entry =
                new Entry(
                        id,
                        address,
                        place.nodename,
                        place.shardId,
                        flags,
                        master,
                        number(fields[4], "the time of a ping"),
                        number(fields[5], "the time of a pong"),
                        replica ? 0 : epoch,
                        fields[7].equals("connected"),
                        slots.build(),
                        open);
        if (entries.putIfAbsent(id, entry) != null) throw corrupt("node " + id + " appears twice");
        lines.put(id, line);
    }

    /// What may stand behind the address.
    private static final class Place {
        String nodename = "";
        @Nullable NodeId shardId;
        int tcpPort = -1;
        int tlsPort = -1;
    }

    private void readAux(String[] fields, Place place) throws Corrupt {
        for (int i = 2; i < fields.length; i++) {
            var pair = fields[i].split("=", -1);
            if (pair.length != 2 || !isAuxText(pair[0]) || !isAuxText(pair[1])) {
                throw corrupt("expected name=value, found \"" + fields[i] + "\"");
            }
            switch (pair[0]) {
                case "shard-id" -> place.shardId = nodeId(pair[1], "a shard id");
                case "nodename" -> place.nodename = pair[1];
                case "tcp-port" -> place.tcpPort = port(pair[1]);
                case "tls-port" -> place.tlsPort = port(pair[1]);
                default -> throw corrupt("unknown field \"" + pair[0] + "\"");
            }
        }
    }

    private static boolean isAuxText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (FORBIDDEN.indexOf(text.charAt(i)) >= 0) return false;
        }
        return true;
    }

    private Address address(String[] fields, Place place) throws Corrupt {
        int colon = fields[0].lastIndexOf(':');
        if (colon < 0) throw corrupt("expected ip:port@busport, found \"" + fields[0] + "\"");
        var ip = fields[0].substring(0, colon);
        var ports = fields[0].substring(colon + 1).split("@", 2);
        int main = port(ports[0]);
        // The file of a node with tls-cluster has the TLS port in front and the other behind.
        int tcp = place.tcpPort >= 0 ? place.tcpPort : main;
        int tls = place.tlsPort >= 0 ? place.tlsPort : place.tcpPort >= 0 ? main : 0;
        int bus = ports.length == 2 ? port(ports[1]) : main + Address.BUS_PORT_OFFSET;
        return new Address(ip, tcp, tls, bus, fields.length > 1 ? fields[1] : "");
    }

    private int flags(String text) throws Corrupt {
        int flags = 0;
        for (String word : text.split(",", -1)) {
            int flag = NodeFlags.parse(word);
            if (flag < 0) throw corrupt("unknown flag \"" + word + "\"");
            flags |= flag;
        }
        return flags;
    }

    private void readSlots(String text, SlotSet.Builder slots, List<OpenSlot> open) throws Corrupt {
        if (text.startsWith("[")) {
            open.add(openSlot(text));
            return;
        }
        int dash = text.indexOf('-');
        int first = slot(dash < 0 ? text : text.substring(0, dash));
        int last = dash < 0 ? first : slot(text.substring(dash + 1));
        for (int slot = first; slot <= last; slot++) slots.add(slot);
    }

    /// `[93->-id]` or `[93-<-id]`.
    private OpenSlot openSlot(String text) throws Corrupt {
        int arrow = text.indexOf('-');
        boolean shaped = arrow > 0 && text.endsWith("]") && text.length() > arrow + 4;
        if (!shaped) throw corrupt("expected [slot->-id] or [slot-<-id], found \"" + text + "\"");
        boolean importing = text.charAt(arrow + 1) == '<';
        int slot = slot(text.substring(1, arrow));
        return new OpenSlot(
                slot, importing, nodeId(text.substring(arrow + 3, text.length() - 1), "a node id"));
    }

    /// A replica and its master belong to one shard.
    private void checkShards() throws Corrupt {
        for (Entry replica : entries.values()) {
            var master = replica.master() == null ? null : entries.get(replica.master());
            if (master == null || master.shardId() == null || replica.shardId() == null) continue;
            if (master.shardId().equals(replica.shardId())) continue;
            line = lines.getOrDefault(replica.id(), line);
            throw corrupt("expected the shard id of its master, " + master.shardId());
        }
    }

    private NodeId nodeId(String text, String what) throws Corrupt {
        if (!NodeId.isValid(text)) throw corrupt("expected " + what + ", found \"" + text + "\"");
        return new NodeId(text);
    }

    private int slot(String text) throws Corrupt {
        long slot = number(text, "a slot");
        if (!Slot.isValid(slot)) throw corrupt("expected a slot, found \"" + text + "\"");
        return (int) slot;
    }

    private int port(String text) throws Corrupt {
        long port = number(text, "a port");
        if (port < 0 || port > MAX_PORT) throw corrupt("expected a port, found \"" + text + "\"");
        return (int) port;
    }

    private long number(String text, String what) throws Corrupt {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw corrupt("expected " + what + ", found \"" + text + "\"");
        }
    }

    private Corrupt corrupt(String expected) {
        return new Corrupt(line, expected);
    }
}
