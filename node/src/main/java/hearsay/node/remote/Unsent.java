package hearsay.node.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How many bytes each link has under way. The node counts up when it sends, the endpoint down when
/// the peer confirms.
final class Unsent {

    private final Map<Long, AtomicLong> bytes = new ConcurrentHashMap<>(); // never walked

    /// There is such a link.
    void begin(long link) {
        bytes.put(link, new AtomicLong());
    }

    void add(long link, long more) {
        var count = bytes.get(link);
        if (count != null) count.addAndGet(more);
    }

    long get(long link) {
        var count = bytes.get(link);
        return count == null ? 0 : count.get();
    }

    void end(long link) {
        bytes.remove(link);
    }
}
