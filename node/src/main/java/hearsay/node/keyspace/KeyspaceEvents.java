package hearsay.node.keyspace;

import hearsay.node.keyspace.KeyspaceObserver.EventClass;

/// Whoever is told what happens to keys, by the names that keyspace notifications use.
///
/// Source: Redis documentation, "Redis keyspace notifications".
@FunctionalInterface
public interface KeyspaceEvents {

    /// Something has happened to a key.
    ///
    /// @param key not to be changed
    /// @param event `set`, `del`, `expire`, `expired` …
    void event(int database, byte[] key, EventClass eventClass, String event);
}
