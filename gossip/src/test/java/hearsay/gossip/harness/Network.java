package hearsay.gossip.harness;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.member.Event;
import hearsay.gossip.model.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Streams between hosts: ordered, delayed, lossy if a rule says so, cut when a host dies.
public final class Network {

    /// Decides on the fate of a message.
    @FunctionalInterface
    public interface Rule {
        /// Milliseconds until it arrives, or [#LOST].
        long fate(Host from, Host to, BusMessage message);
    }

    public static final long LOST = -1;

    private record End(Host host, int incarnation, long link) {}

    private static final class Stream {
        final End dialler;
        @Nullable End accepter;
        boolean open;
        boolean closed;
        final List<BusMessage> waiting = new ArrayList<>();
        long lastToDialler;
        long lastToAccepter;

        Stream(End dialler) {
            this.dialler = dialler;
        }
    }

    private final Cluster cluster;
    private final Map<End, Stream> streams = new LinkedHashMap<>();
    private long lastInbound;
    Rule rule;

    Network(Cluster cluster) {
        this.cluster = cluster;
        this.rule = (from, to, message) -> 1 + cluster.random.nextInt(3);
    }

    void open(Host from, long link, Address address) {
        var stream = new Stream(new End(from, from.incarnation, link));
        streams.put(stream.dialler, stream);
        cluster.after(1, () -> connect(stream, address));
    }

    private void connect(Stream stream, Address address) {
        var from = stream.dialler.host();
        var to = cluster.hostAt(address);
        if (stream.closed || !isAlive(stream.dialler)) return;
        if (to == null || !to.isUp()) {
            forget(stream);
            from.on(new Event.LinkClosed(stream.dialler.link()));
            return;
        }
        if (!cluster.reachable(from, to)) return; // Nobody answers; the dialler gives up some day.
        var accepter = new End(to, to.incarnation, --lastInbound);
        stream.accepter = accepter;
        stream.open = true;
        streams.put(accepter, stream);
        to.on(new Event.LinkAccepted(accepter.link(), from.address.ip(), to.address.ip()));
        if (stream.closed) return;
        from.on(new Event.LinkOpened(stream.dialler.link()));
        for (BusMessage message : stream.waiting) deliver(stream, stream.dialler, message);
        stream.waiting.clear();
    }

    void send(Host from, long link, BusMessage message) {
        var end = new End(from, from.incarnation, link);
        var stream = streams.get(end);
        if (stream == null) return;
        if (stream.open) {
            deliver(stream, end, message);
        } else {
            stream.waiting.add(message);
        }
    }

    private void deliver(Stream stream, End from, BusMessage message) {
        boolean dialled = from.equals(stream.dialler);
        var to = dialled ? stream.accepter : stream.dialler;
        if (to == null) return;
        long delay = rule.fate(from.host(), to.host(), message);
        if (delay == LOST) return;
        long last = dialled ? stream.lastToAccepter : stream.lastToDialler;
        long at = Math.max(cluster.now() + delay, last);
        if (dialled) stream.lastToAccepter = at;
        else stream.lastToDialler = at;
        cluster.after(
                at - cluster.now(),
                () -> {
                    boolean passes = cluster.reachable(from.host(), to.host());
                    if (stream.closed || !passes || !isAlive(to)) return;
                    to.host().on(new Event.Received(to.link(), message));
                });
    }

    void close(Host host, long link) {
        var end = new End(host, host.incarnation, link);
        var stream = streams.get(end);
        if (stream == null) return;
        forget(stream);
        tellOther(stream, end);
    }

    /// All streams of a dying host break.
    void cut(Host host) {
        for (Stream stream : new ArrayList<>(streams.values())) {
            var accepter = stream.accepter;
            if (stream.closed) continue;
            if (stream.dialler.host() == host) {
                forget(stream);
                tellOther(stream, stream.dialler);
            } else if (accepter != null && accepter.host() == host) {
                forget(stream);
                tellOther(stream, accepter);
            }
        }
    }

    private void tellOther(Stream stream, End end) {
        var other = end.equals(stream.dialler) ? stream.accepter : stream.dialler;
        if (other == null) return;
        cluster.after(
                1,
                () -> {
                    if (isAlive(other) && cluster.reachable(end.host(), other.host())) {
                        other.host().on(new Event.LinkClosed(other.link()));
                    }
                });
    }

    private void forget(Stream stream) {
        stream.closed = true;
        streams.remove(stream.dialler);
        if (stream.accepter != null) streams.remove(stream.accepter);
    }

    private static boolean isAlive(End end) {
        return end.host().isUp() && end.host().incarnation == end.incarnation();
    }
}
