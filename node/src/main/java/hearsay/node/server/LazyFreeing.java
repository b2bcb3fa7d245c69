package hearsay.node.server;

import hearsay.node.config.MemorySettings;
import hearsay.node.keyspace.HashValue;
import hearsay.node.keyspace.ListValue;
import hearsay.node.keyspace.RankedSortedSet;
import hearsay.node.keyspace.SetValue;
import hearsay.node.keyspace.StreamValue;
import hearsay.node.keyspace.Value;

/// What is freed later, and not by the command that removes it (`lazyfree-lazy-…`).
///
/// To free is to drop a reference here, for a small value as for a large one: it never keeps a
/// command waiting, and the collector does the rest. What is left of the settings is what others
/// can see of them: whether replicas are told DEL or UNLINK, and how many values were freed lazily
/// — those, as in Redis, that consist of more than 64 parts.
///
/// Source: Redis documentation of UNLINK, FLUSHALL; antirez, "Lazy Redis is better Redis".
public final class LazyFreeing {

    private static final int WORTH_IT = 64;

    /// Entries in a part of a stream, about.
    private static final int STREAM_PART = 100;

    private final Server server;
    private boolean lastIsLarge;
    private long freed;

    LazyFreeing(Server server) {
        this.server = server;
    }

    private MemorySettings settings() {
        return server.settings().memory();
    }

    /// A value is held no longer.
    ///
    /// @param replaced whether another one has taken its place
    void gone(Value value, boolean replaced) {
        lastIsLarge = parts(value) > WORTH_IT;
        if (replaced && lastIsLarge && settings().lazyServerDel()) freed++;
    }

    /// What has gone last was removed lazily.
    public void lastWasLazy() {
        if (lastIsLarge) freed++;
        lastIsLarge = false;
    }

    /// So many keys were flushed lazily.
    public void flushed(long keys) {
        freed += keys;
    }

    /// Values and keys that were freed lazily. There are never any that wait for it.
    public long freed() {
        return freed;
    }

    /// CONFIG RESETSTAT.
    public void resetStatistics() {
        freed = 0;
    }

    private static long parts(Value value) {
        return switch (value) {
            case ListValue list -> list.parts();
            case SetValue set -> set.encoding().equals("hashtable") ? set.count() : 1;
            case HashValue hash -> hash.encoding().equals("hashtable") ? hash.count() : 1;
            case RankedSortedSet set -> set.size();
            case StreamValue stream -> stream.length() / STREAM_PART + 1;
            default -> 1;
        };
    }
}
