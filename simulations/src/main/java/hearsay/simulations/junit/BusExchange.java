package hearsay.simulations.junit;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.model.Address;
import hearsay.node.bus.Bus;
import hearsay.node.bus.BusListener;
import hearsay.node.bus.WireSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The cluster bus of nodes that share a JVM: a link is two queues, and a message is handed over as
/// it is. What is in the way of a message, a partition or a [BusFault], holds up all that is behind
/// it on its link, as TCP would.
///
/// One lock for all of it; listeners do nothing but put what they hear into a mailbox.
final class BusExchange {

    /// How long a link may take to open, as with the bus over remoting.
    private static final long PATIENCE_NANOS = 1_400_000_000L;

    private static final String IP = "127.0.0.1";

    private final Cuts cuts;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Map<Integer, Plug> plugs = new LinkedHashMap<>();
    private final List<BusFault> faults = new CopyOnWriteArrayList<>();
    private final List<Knock> knocking = new ArrayList<>();

    BusExchange(Cuts cuts, Timer timer, LongSupplier nanoTime) {
        this.cuts = cuts;
        this.timer = timer;
        this.nanoTime = nanoTime;
        cuts.onChange(this::settle);
    }

    /// A node's part of the bus begins.
    ///
    /// @param port the node's own, by which partitions and faults name it
    /// @param busPort where its peers find it
    synchronized Plug plug(int port, int busPort, BusListener listener) {
        var plug = new Plug(port, busPort, listener);
        if (plugs.putIfAbsent(busPort, plug) != null)
            throw new IllegalStateException("Address already in use: bus port " + busPort);
        return plug;
    }

    void begin(BusFault fault) {
        faults.add(fault);
    }

    /// What it held back goes on.
    void end(BusFault fault) {
        faults.remove(fault);
        settle();
    }

    List<BusFault> faults() {
        return List.copyOf(faults);
    }

    /// Looks at everything that waits.
    private synchronized void settle() {
        for (var knock : List.copyOf(knocking)) knock.tryAgain();
        for (var plug : List.copyOf(plugs.values())) {
            for (var end : List.copyOf(plug.ends.values())) end.pump();
        }
        for (var plug : List.copyOf(plugs.values())) {
            for (var end : List.copyOf(plug.orphans)) end.pump();
        }
    }

    /// A node's bus for one life of the node.
    final class Plug implements Bus {

        private final int port;
        private final int busPort;
        private final BusListener listener;
        private final Map<Long, End> ends = new LinkedHashMap<>();

        /// Of links that others ended, and that this node did not hear of yet.
        private final List<End> orphans = new ArrayList<>();

        private long lastInbound;
        private boolean plugged = true;

        private Plug(int port, int busPort, BusListener listener) {
            this.port = port;
            this.busPort = busPort;
            this.listener = listener;
        }

        @Override
        public void open(long linkId, Address peer) {
            synchronized (BusExchange.this) {
                if (!plugged || ends.containsKey(linkId)) return;
                var knock = new Knock(this, linkId, peer.busPort());
                knocking.add(knock);
                knock.tryAgain();
                if (knocking.contains(knock)) timer.after(PATIENCE_NANOS, knock::giveUp);
            }
        }

        @Override
        public void close(long linkId) {
            synchronized (BusExchange.this) {
                knocking.removeIf(knock -> knock.from == this && knock.linkId == linkId);
                var end = ends.remove(linkId);
                if (end != null) end.hangUp();
            }
        }

        @Override
        public void send(long linkId, BusMessage message) {
            synchronized (BusExchange.this) {
                var end = ends.get(linkId);
                if (end != null) end.send(message);
            }
        }

        @Override
        public long unsentBytes(long linkId) {
            synchronized (BusExchange.this) {
                var end = ends.get(linkId);
                return end == null ? 0 : end.waitingBytes();
            }
        }

        /// The process is no more: the kernel tells its peers.
        void unplug() {
            synchronized (BusExchange.this) {
                plugged = false;
                plugs.remove(busPort);
                knocking.removeIf(knock -> knock.from == this);
                for (var end : List.copyOf(ends.values())) end.hangUp();
                ends.clear();
                orphans.clear();
            }
        }
    }

    /// A link that is not open yet.
    private final class Knock {

        private final Plug from;
        private final long linkId;
        private final int busPort;

        Knock(Plug from, long linkId, int busPort) {
            this.from = from;
            this.linkId = linkId;
            this.busPort = busPort;
        }

        void tryAgain() {
            var target = plugs.get(busPort);
            if (target == null) {
                giveUp();
                return;
            }
            if (cuts.isCut(from.port, target.port)) return;
            knocking.remove(this);
            var here = new End(from, linkId);
            var there = new End(target, --target.lastInbound);
            here.other = there;
            there.other = here;
            from.ends.put(here.id, here);
            target.ends.put(there.id, there);
            target.listener.accepted(there.id, IP);
            from.listener.opened(linkId);
        }

        void giveUp() {
            synchronized (BusExchange.this) {
                if (knocking.remove(this)) from.listener.closed(linkId);
            }
        }
    }

    /// One side of a link, and what this side has sent and the other has not got.
    private final class End {

        /// @param message null for the end of the link
        private record Parcel(@Nullable BusMessage message, long dueNanos) {}

        private final Plug owner;
        private final long id;
        private final ArrayDeque<Parcel> sent = new ArrayDeque<>();
        private @Nullable End other;

        End(Plug owner, long id) {
            this.owner = owner;
            this.id = id;
        }

        void send(BusMessage message) {
            if (other == null) return;
            long due = nanoTime.getAsLong();
            for (var fault : faults) {
                if (!fault.catches(owner.port, other.owner.port, message)) continue;
                if (fault.isLoss()) return;
                due += fault.delayNanos();
            }
            sent.add(new Parcel(message, due));
            pump();
        }

        void hangUp() {
            if (other == null) return;
            sent.add(new Parcel(null, nanoTime.getAsLong()));
            other.owner.orphans.add(this);
            pump();
        }

        long waitingBytes() {
            long bytes = 0;
            for (var parcel : sent)
                if (parcel.message != null) bytes += WireSize.of(parcel.message);
            return bytes;
        }

        /// Delivers what can be delivered now.
        void pump() {
            var to = other;
            while (to != null && !sent.isEmpty()) {
                if (cuts.isCut(owner.port, to.owner.port)) return;
                var next = sent.peek();
                long wait = next.dueNanos - nanoTime.getAsLong();
                if (wait > 0) {
                    timer.after(wait, this::pumpLater);
                    return;
                }
                sent.remove();
                if (to.owner.ends.get(to.id) != to) {
                    to.owner.orphans.remove(this);
                    return;
                }
                if (next.message != null) {
                    to.owner.listener.received(to.id, next.message);
                    continue;
                }
                to.owner.ends.remove(to.id);
                to.owner.orphans.remove(this);
                to.owner.listener.closed(to.id);
            }
        }

        private void pumpLater() {
            synchronized (BusExchange.this) {
                pump();
            }
        }
    }
}
