package hearsay.node.transaction;

import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a client has queued since MULTI.
public final class Transaction {

    private final List<Arguments> requests = new ArrayList<>();
    private boolean doomed;

    /// Queues a request; it is copied.
    public void add(Arguments request) {
        requests.add(request.copy());
    }

    /// A request could not even be queued: EXEC will refuse.
    public void doom() {
        doomed = true;
    }

    public boolean isDoomed() {
        return doomed;
    }

    public List<Arguments> requests() {
        return Collections.unmodifiableList(requests);
    }
}
