package hearsay.node.server;

import hearsay.node.keyspace.Entry;
import hearsay.node.keyspace.Keyspace;
import hearsay.node.keyspace.KeyspaceEvents;
import hearsay.node.keyspace.KeyspaceObserver;
import hearsay.node.keyspace.Value;
import hearsay.node.resp.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What follows from a change of the keyspace: it is counted, and told to transactions that watch,
/// to clients with a cache, to those who wait for a key, to whoever listens, and, where no client
/// has said a command for it, to replicas and files.
final class Changes implements KeyspaceObserver {

    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNLINK = "UNLINK".getBytes(StandardCharsets.US_ASCII);

    private static final Consumer<Session> WATCHED_IN_VAIN = session -> session.touchedWatch(true);

    private final Server server;
    private final List<KeyspaceEvents> listeners = new ArrayList<>();
    private long count;

    Changes(Server server) {
        this.server = server;
    }

    /// How many there have been since the last save.
    long count() {
        return count;
    }

    /// So many things have changed that no key tells of.
    void count(long more) {
        count += more;
    }

    void listen(KeyspaceEvents listener) {
        listeners.add(listener);
    }

    void stopListening(KeyspaceEvents listener) {
        listeners.remove(listener);
    }

    @Override
    public void changed(Keyspace db, byte[] key, EventClass eventClass, String event) {
        count++;
        touchWatchers(db, key);
        server.tracking().changed(key);
        event(db, key, eventClass, event);
    }

    @Override
    public void event(Keyspace db, byte[] key, EventClass eventClass, String event) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).event(db.index(), key, eventClass, event);
        }
    }

    private void touchWatchers(Keyspace db, byte[] key) {
        if (server.watches().isEmpty()) return;
        server.watches().changed(db, key, WATCHED_IN_VAIN);
    }

    @Override
    public void expired(Keyspace db, byte[] key) {
        event(db, key, EventClass.EXPIRED, "expired");
        touchWatchers(db, key);
        server.tracking().expired(key);
        if (server.settings().memory().lazyExpire()) server.lazyFreeing().lastWasLazy();
        repeatDeletion(db, key, server.settings().memory().lazyExpire());
    }

    @Override
    public void evicted(Keyspace db, byte[] key) {
        touchWatchers(db, key);
        server.tracking().evicted(key);
        event(db, key, EventClass.EVICTED, "evicted");
        if (server.settings().memory().lazyEviction()) server.lazyFreeing().lastWasLazy();
        repeatDeletion(db, key, server.settings().memory().lazyEviction());
    }

    /// Nobody has said a command for it: replicas and files are told of one.
    private void repeatDeletion(Keyspace db, byte[] key, boolean lazy) {
        if (server.propagation().isActive())
            server.propagation().also(db.index(), deletion(key, lazy));
    }

    /// The command that removes a key.
    private static Arguments deletion(byte[] key, boolean lazy) {
        return Arguments.of(lazy ? UNLINK : DEL, key);
    }

    @Override
    public void added(Keyspace db, Entry entry) {
        if (server.notifications().tellsNew()) event(db, entry.key(), EventClass.NEW, "new");
        server.awaitedKeys().added(db, entry.key(), entry.value());
    }

    @Override
    public void gone(Keyspace db, Entry entry, Value value) {
        server.awaitedKeys().gone(db, entry.key(), value);
        server.lazyFreeing().gone(value, value != entry.value());
    }

    @Override
    public void flushed(Keyspace db) {
        server.watches().replaced(db.index(), db, null, WATCHED_IN_VAIN);
        server.awaitedKeys().replaced(db.index(), db, null);
        server.tracking().flushed(db.index());
    }

    @Override
    public void adopting(Keyspace db, Keyspace other) {
        server.watches().replaced(db.index(), db, other, WATCHED_IN_VAIN);
        server.awaitedKeys().replaced(db.index(), db, other);
        server.tracking().flushed(db.index());
    }

    @Override
    public void adopted(Keyspace db) {
        server.awaitedKeys().look(db);
    }

    /// What the first one had is the second one's by now, and the other way round.
    @Override
    public void swapped(Keyspace first, Keyspace second) {
        server.watches().replaced(first.index(), second, first, WATCHED_IN_VAIN);
        server.watches().replaced(second.index(), first, second, WATCHED_IN_VAIN);
        server.awaitedKeys().replaced(first.index(), second, first);
        server.awaitedKeys().replaced(second.index(), first, second);
        server.awaitedKeys().look(first);
        server.awaitedKeys().look(second);
    }
}
