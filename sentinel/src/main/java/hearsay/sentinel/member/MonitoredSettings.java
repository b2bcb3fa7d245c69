package hearsay.sentinel.member;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What sentinel.conf holds of one monitored master.
///
/// @param host as it was written, a name or a numeric address; while a failover is past its
///   promotion this is the promoted replica
/// @param masterRebootDownAfterMillis 0 for off
/// @param configEpoch of the failover that made this the master
/// @param leaderEpoch the last epoch in which this Sentinel voted for this master
/// @param renamedCommands from the usual name to the one in use
public record MonitoredSettings(
        String name,
        String host,
        int port,
        int quorum,
        long downAfterMillis,
        long failoverTimeoutMillis,
        long masterRebootDownAfterMillis,
        int parallelSyncs,
        @Nullable String notificationScript,
        @Nullable String clientReconfigScript,
        @Nullable String authUser,
        @Nullable String authPass,
        long configEpoch,
        long leaderEpoch,
        SequencedMap<String, String> renamedCommands,
        List<KnownReplica> knownReplicas,
        List<KnownSentinel> knownSentinels) {

    public static final long DEFAULT_DOWN_AFTER_MILLIS = 30_000;
    public static final long DEFAULT_FAILOVER_TIMEOUT_MILLIS = 180_000;
    public static final int DEFAULT_PARALLEL_SYNCS = 1;

    public record KnownReplica(String host, int port) {}

    public record KnownSentinel(String host, int port, String runId) {}

    public MonitoredSettings {
        renamedCommands =
                Collections.unmodifiableSequencedMap(new LinkedHashMap<>(renamedCommands));
        knownReplicas = List.copyOf(knownReplicas);
        knownSentinels = List.copyOf(knownSentinels);
    }

    /// `sentinel monitor name host port quorum` and defaults.
    public static MonitoredSettings of(String name, String host, int port, int quorum) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                DEFAULT_DOWN_AFTER_MILLIS,
                DEFAULT_FAILOVER_TIMEOUT_MILLIS,
                0,
                DEFAULT_PARALLEL_SYNCS,
                null,
                null,
                null,
                null,
                0,
                0,
                new LinkedHashMap<>(),
                List.of(),
                List.of());
    }

    public MonitoredSettings withTimes(long downAfter, long failoverTimeout) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfter,
                failoverTimeout,
                masterRebootDownAfterMillis,
                parallelSyncs,
                notificationScript,
                clientReconfigScript,
                authUser,
                authPass,
                configEpoch,
                leaderEpoch,
                renamedCommands,
                knownReplicas,
                knownSentinels);
    }

    public MonitoredSettings withMasterRebootDownAfter(long millis) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfterMillis,
                failoverTimeoutMillis,
                millis,
                parallelSyncs,
                notificationScript,
                clientReconfigScript,
                authUser,
                authPass,
                configEpoch,
                leaderEpoch,
                renamedCommands,
                knownReplicas,
                knownSentinels);
    }

    public MonitoredSettings withParallelSyncs(int syncs) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfterMillis,
                failoverTimeoutMillis,
                masterRebootDownAfterMillis,
                syncs,
                notificationScript,
                clientReconfigScript,
                authUser,
                authPass,
                configEpoch,
                leaderEpoch,
                renamedCommands,
                knownReplicas,
                knownSentinels);
    }

    public MonitoredSettings withScripts(@Nullable String notification, @Nullable String reconfig) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfterMillis,
                failoverTimeoutMillis,
                masterRebootDownAfterMillis,
                parallelSyncs,
                notification,
                reconfig,
                authUser,
                authPass,
                configEpoch,
                leaderEpoch,
                renamedCommands,
                knownReplicas,
                knownSentinels);
    }

    public MonitoredSettings withAuth(@Nullable String user, @Nullable String pass) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfterMillis,
                failoverTimeoutMillis,
                masterRebootDownAfterMillis,
                parallelSyncs,
                notificationScript,
                clientReconfigScript,
                user,
                pass,
                configEpoch,
                leaderEpoch,
                renamedCommands,
                knownReplicas,
                knownSentinels);
    }

    public MonitoredSettings withEpochs(long config, long leader) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfterMillis,
                failoverTimeoutMillis,
                masterRebootDownAfterMillis,
                parallelSyncs,
                notificationScript,
                clientReconfigScript,
                authUser,
                authPass,
                config,
                leader,
                renamedCommands,
                knownReplicas,
                knownSentinels);
    }

    public MonitoredSettings withRenamedCommands(SequencedMap<String, String> renamed) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfterMillis,
                failoverTimeoutMillis,
                masterRebootDownAfterMillis,
                parallelSyncs,
                notificationScript,
                clientReconfigScript,
                authUser,
                authPass,
                configEpoch,
                leaderEpoch,
                renamed,
                knownReplicas,
                knownSentinels);
    }

    public MonitoredSettings withKnown(List<KnownReplica> replicas, List<KnownSentinel> sentinels) {
        return new MonitoredSettings(
                name,
                host,
                port,
                quorum,
                downAfterMillis,
                failoverTimeoutMillis,
                masterRebootDownAfterMillis,
                parallelSyncs,
                notificationScript,
                clientReconfigScript,
                authUser,
                authPass,
                configEpoch,
                leaderEpoch,
                renamedCommands,
                replicas,
                sentinels);
    }
}
