package hearsay.node.server;

/// Why a session's next request is not served yet.
public sealed interface Blocked {

    /// No end but the event itself.
    long FOREVER = Long.MAX_VALUE;

    /// When the wait is over whatever has happened, Unix time in milliseconds, or [#FOREVER].
    long deadlineMillis();

    /// WAIT: until `replicas` replicas have acknowledged `offset`.
    record OnReplicas(int replicas, long offset, long deadlineMillis) implements Blocked {}

    /// CLIENT PAUSE, or a manual failover: until the pause is over. The request itself waits in
    /// [Session#postponed].
    record OnPause(long deadlineMillis) implements Blocked {}

    /// SHUTDOWN: until there is nobody left to answer, or it has failed.
    record OnShutdown() implements Blocked {
        @Override
        public long deadlineMillis() {
            return FOREVER;
        }
    }
}
