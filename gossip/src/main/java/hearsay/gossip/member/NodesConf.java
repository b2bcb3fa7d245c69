package hearsay.gossip.member;

import hearsay.gossip.model.Address;
import hearsay.gossip.model.NodeFlags;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Slot;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of nodes.conf: what a node remembers of its cluster across a restart.
///
/// One line per node, like CLUSTER NODES with some more fields behind the address, and a last line
/// with the two epochs:
///
/// ```
/// 07c3…  127.0.0.1:7000@17000,,tls-port=0,shard-id=69bc… myself,master - 0 0 1 connected 0-5460
/// vars currentEpoch 6 lastVoteEpoch 0
/// ```
///
/// @param nodes none in handshake; one of them is myself
public record NodesConf(List<Entry> nodes, long currentEpoch, long lastVoteEpoch) {

    public NodesConf {
        nodes = List.copyOf(nodes);
    }

    /// One line: one node.
    ///
    /// @param shardId null in files older than 7.2
    /// @param master null for a master, and for a replica whose master is not known
    /// @param pingSent Unix time in milliseconds, 0 for none
    /// @param pongReceived likewise
    /// @param configEpoch of its slots; a replica's is its master's
    public record Entry(
            NodeId id,
            Address address,
            String nodename,
            @Nullable NodeId shardId,
            int flags,
            @Nullable NodeId master,
            long pingSent,
            long pongReceived,
            long configEpoch,
            boolean connected,
            SlotSet slots,
            List<OpenSlot> openSlots) {

        public Entry {
            openSlots = List.copyOf(openSlots);
        }

        public boolean isMyself() {
            return (flags & NodeFlags.MYSELF) != 0;
        }

        /// The line as clients get it from CLUSTER NODES, without line end.
        ///
        /// @param tls whether the client came by TLS, and so wants that port
        public String describe(boolean tls) {
            var line = new StringBuilder();
            head(line, tls);
            if (!address.hostname().isEmpty()) line.append(',').append(address.hostname());
            tail(line);
            return line.toString();
        }

        private void writeTo(StringBuilder line) {
            head(line, false);
            line.append(',').append(address.hostname());
            line.append(",tls-port=").append(address.tlsPort());
            if (!nodename.isEmpty()) line.append(",nodename=").append(nodename);
            if (shardId != null) line.append(",shard-id=").append(shardId);
            tail(line);
        }

        private void head(StringBuilder line, boolean tls) {
            line.append(id).append(' ').append(address.ip()).append(':');
            line.append(tls ? address.tlsPort() : address.port());
            line.append('@').append(address.busPort());
        }

        private void tail(StringBuilder line) {
            line.append(' ').append(NodeFlags.describe(flags));
            line.append(' ').append(master == null ? "-" : master.hex());
            line.append(' ').append(pingSent).append(' ').append(pongReceived);
            line.append(' ').append(configEpoch);
            line.append(connected ? " connected" : " disconnected");
            for (SlotRange range : slots.ranges()) line.append(' ').append(range);
            for (OpenSlot open : openSlots) line.append(' ').append(open);
        }
    }

    /// A slot of mine that is on its way to `peer`, or a slot of `peer`'s that is on its way to me.
    public record OpenSlot(int slot, boolean importing, NodeId peer) {

        public OpenSlot {
            if (!Slot.isValid(slot)) throw new IllegalArgumentException("no such slot: " + slot);
        }

        @Override
        public String toString() {
            return "[" + slot + (importing ? "-<-" : "->-") + peer + "]";
        }
    }

    /// A file that cannot be trusted. Redis refuses to start then, and so do we, but say where.
    public static final class Corrupt extends Exception {

        private static final long serialVersionUID = 1L;

        private final int line;

        Corrupt(int line, String expected) {
            super("line " + line + ": " + expected);
            this.line = line;
        }

        /// Counted from 1; one past the last line if something is missing at the end.
        public int line() {
            return line;
        }
    }

    public static NodesConf parse(String text) throws Corrupt {
        return new NodesConfReader().read(text);
    }

    /// The file as Redis 7.2 writes it.
    public String text() {
        var text = new StringBuilder();
        for (Entry node : nodes) {
            node.writeTo(text);
            text.append('\n');
        }
        text.append("vars currentEpoch ").append(currentEpoch);
        text.append(" lastVoteEpoch ").append(lastVoteEpoch).append('\n');
        return text.toString();
    }
}
