package hearsay.node.transaction;

import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a client has queued since MULTI.
public final class Transaction {

    private final List<Arguments> requests = new ArrayList<>();
    private boolean doomed;
    private int anyFlags;
    private int missingFlags;
    private long size;

    /// Queues a request; it is copied. There is no sense in keeping what EXEC will not run.
    ///
    /// @param flags its command's flags, a bit each
    public void add(Arguments request, int flags) {
        if (doomed) return;
        requests.add(request.copy());
        anyFlags |= flags;
        missingFlags |= ~flags;
        size += request.size() + 16L * request.count();
    }

    /// A request could not even be queued: EXEC will refuse.
    public void doom() {
        doomed = true;
    }

    public boolean isDoomed() {
        return doomed;
    }

    /// Whether one of the queued commands has one of these flags.
    public boolean hasAny(int flags) {
        return (anyFlags & flags) != 0;
    }

    /// Whether one of the queued commands lacks this flag.
    public boolean lacks(int flag) {
        return (missingFlags & flag) != 0;
    }

    public List<Arguments> requests() {
        return Collections.unmodifiableList(requests);
    }

    /// Bytes of memory that the queue takes, about.
    public long size() {
        return size;
    }
}
