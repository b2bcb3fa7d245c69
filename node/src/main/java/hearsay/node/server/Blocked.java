package hearsay.node.server;

import hearsay.node.keyspace.Value;

/// Why a session's next request is not served yet.
public sealed interface Blocked {

    /// No end but the event itself.
    long FOREVER = Long.MAX_VALUE;

    /// When the wait is over whatever has happened, Unix time in milliseconds, or [#FOREVER].
    long deadlineMillis();

    /// WAIT: until `replicas` replicas have acknowledged `offset`.
    record OnReplicas(int replicas, long offset, long deadlineMillis) implements Blocked {}

    /// CLUSTER SETSLOT: until `replicas` replicas have acknowledged `offset`.
    ///
    /// @param then what is done and answered thereupon
    record OnOrder(int replicas, long offset, long deadlineMillis, Runnable then)
            implements Blocked {}

    /// BLPOP and its kin: until one of some keys is there. Which keys, [hearsay.node.blocking]
    /// knows; the request itself waits in [Session#postponed] and is run once more.
    ///
    /// @param type what the key must hold
    /// @param alsoGone whether it is run again too when such a key is deleted or replaced
    /// @param slot the hash slot of the keys
    /// @param command the number of the command, see [CommandStatistics]
    /// @param onlyReads whether the command only reads
    record OnKeys(
            Class<? extends Value> type,
            boolean alsoGone,
            int slot,
            int command,
            boolean onlyReads,
            long deadlineMillis)
            implements Blocked {}

    /// CLIENT PAUSE, or a manual failover: until the pause is over. The request itself waits in
    /// [Session#postponed].
    record OnPause(long deadlineMillis) implements Blocked {}

    /// Until a file is written and synced: what the command has changed must survive.
    record OnDisk() implements Blocked {
        @Override
        public long deadlineMillis() {
            return FOREVER;
        }
    }

    /// MIGRATE: until the target has said of every key whether it took it, or will not say so any
    /// more. It has deadlines of its own.
    ///
    /// @param command the number of the command, see [CommandStatistics]
    record OnMigration(int command) implements Blocked {
        @Override
        public long deadlineMillis() {
            return FOREVER;
        }
    }

    /// A request for keys that are on their way to another node: until it is clear where they are.
    /// The request itself waits in [Session#postponed].
    ///
    /// @param allKeys whether it is one for all keys that there are
    /// @param resumedUntilMillis where the request has waited for keys before: until when it does
    ///   so at most, see [Session#deadlineMillis]; otherwise 0
    record OnKeysInFlight(boolean allKeys, long resumedUntilMillis) implements Blocked {
        @Override
        public long deadlineMillis() {
            return FOREVER;
        }
    }

    /// SHUTDOWN: until there is nobody left to answer, or it has failed.
    record OnShutdown() implements Blocked {
        @Override
        public long deadlineMillis() {
            return FOREVER;
        }
    }
}
