package hearsay.node.keyspace;

/// Whoever must know of changes in the keyspace: transactions that watch keys, replicas, the
/// append-only file, keyspace notifications, client-side caches.
///
/// The keyspace reports each change itself, so that no command has to remember to.
public interface KeyspaceObserver {

    /// A key has been created, changed or removed.
    ///
    /// @param event as keyspace notifications name it (`set`, `del`, `expire` …), or `""` where
    ///   Redis has no event for it
    void changed(Keyspace db, byte[] key, EventClass eventClass, String event);

    /// Something else worth telling has happened to a key in the course of the same change: it is
    /// not counted again.
    void event(Keyspace db, byte[] key, EventClass eventClass, String event);

    /// A key's time was over and it has been removed. Replicas and files are told of it as a
    /// deletion; it is no change that a command has made.
    void expired(Keyspace db, byte[] key);

    /// A key has been removed because memory is full. As with [#expired] it is no change that a
    /// command has made.
    void evicted(Keyspace db, byte[] key);

    /// A key was put in, whoever did it, and whatever will be said of it.
    void added(Keyspace db, Entry entry);

    /// A key was taken out, or its value replaced by another one.
    ///
    /// @param value what it held
    void gone(Keyspace db, Entry entry, Value value);

    /// A database is about to lose all its keys at once.
    void flushed(Keyspace db);

    /// A database is about to get the content of another one, unseen so far, instead of its own.
    void adopting(Keyspace db, Keyspace other);

    /// A database has got the content of another one.
    void adopted(Keyspace db);

    /// Two databases have changed places.
    void swapped(Keyspace first, Keyspace second);

    /// The classes of events that `notify-keyspace-events` switches on and off.
    enum EventClass {
        GENERIC,
        STRING,
        LIST,
        SET,
        HASH,
        SORTED_SET,
        STREAM,
        EXPIRED,
        EVICTED,
        NEW,
        MISS
    }
}
