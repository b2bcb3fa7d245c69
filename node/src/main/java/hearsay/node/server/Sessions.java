package hearsay.node.server;

import hearsay.node.link.Link;
import hearsay.node.resp.Buffers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Everybody who is connected, and who of them has something to be sent.
public final class Sessions {

    private final Buffers buffers = new Buffers();
    private final Map<Long, Session> all = new LinkedHashMap<>();
    private final Map<Link, Session> byLink = new java.util.IdentityHashMap<>();
    private final List<Session> unflushed = new ArrayList<>();
    private long lastId;

    /// A session over this link, whichever side opened it.
    public Session open(Link link, long nowMillis) {
        var session = new Session(++lastId, link, buffers, nowMillis);
        all.put(session.id(), session);
        byLink.put(link, session);
        return session;
    }

    /// The session is over; its link too.
    public void remove(Session session) {
        all.remove(session.id());
        byLink.remove(session.link());
        session.replies().clear();
        session.requests().discard();
    }

    /// Says whether there is memory for sessions to hold so many bytes more.
    void limitBuffers(LongPredicate hasRoomFor) {
        buffers.limit(hasRoomFor);
    }

    /// In the order in which they came.
    public Collection<Session> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    public @Nullable Session get(long id) {
        return all.get(id);
    }

    public @Nullable Session of(Link link) {
        return byLink.get(link);
    }

    public int count() {
        return all.size();
    }

    /// The id of the newest session.
    public long lastId() {
        return lastId;
    }

    /// Something was written to this session's replies: it is to be flushed at the end of the loop.
    public void wrote(Session session) {
        if (session.unflushed) return;
        session.unflushed = true;
        unflushed.add(session);
    }

    /// Those to be flushed; they are forgotten by asking.
    void takeUnflushed(List<Session> target) {
        target.addAll(unflushed);
        for (var session : unflushed) session.unflushed = false;
        unflushed.clear();
    }
}
