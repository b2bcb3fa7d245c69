package hearsay.node.cluster;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.member.LinkRow;
import hearsay.node.bus.Bus;
import hearsay.node.bus.WireSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What waits on the links of a member: messages for links that still open, and what links have
/// sent and peers have not taken yet. A peer that hangs while clients publish would else eat all
/// memory; with `cluster-link-sendbuf-limit` its link is closed instead, and opened anew.
///
/// Bytes are counted as Redis' own bus would send them. A restarted count begins with 0.
///
/// Source: redis.conf of Redis 7.2, `cluster-link-sendbuf-limit`.
public final class LinkBuffers {

    private final Bus bus;
    private final Map<Long, List<BusMessage>> opening = new TreeMap<>();
    private long limit;
    private long exceeded;

    LinkBuffers(Bus bus) {
        this.bus = bus;
    }

    /// `cluster-link-sendbuf-limit`.
    ///
    /// @param bytes unsigned; 0 is no limit
    public void limit(long bytes) {
        limit = bytes;
    }

    /// How many links were closed for being over the limit.
    public long exceeded() {
        return exceeded;
    }

    public long bytes(long link) {
        long bytes = bus.unsentBytes(link);
        var unsent = opening.get(link);
        if (unsent != null) for (var message : unsent) bytes += WireSize.of(message);
        return bytes;
    }

    public long bytes(List<LinkRow> links) {
        long sum = 0;
        for (var link : links) sum += bytes(link.link());
        return sum;
    }

    void opens(long link) {
        opening.put(link, new ArrayList<>());
    }

    /// What is sent on a link that is not open yet waits for it, as in a socket that still
    /// connects.
    void send(long link, BusMessage message) {
        var unsent = opening.isEmpty() ? null : opening.get(link);
        if (unsent == null) {
            bus.send(link, message);
        } else {
            unsent.add(message);
        }
    }

    void opened(long link) {
        var unsent = opening.remove(link);
        if (unsent != null) unsent.forEach(message -> bus.send(link, message));
    }

    void closed(long link) {
        opening.remove(link);
    }

    boolean isLimited() {
        return limit != 0;
    }

    /// Whether a link is over the limit and has to go; if so, it is counted.
    boolean isFull(LinkRow link) {
        boolean full = Long.compareUnsigned(bytes(link.link()), limit) > 0;
        if (full) exceeded++;
        return full;
    }
}
