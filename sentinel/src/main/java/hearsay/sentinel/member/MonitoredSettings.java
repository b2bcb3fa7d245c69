package hearsay.sentinel.member;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
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
        return with(draft -> {
            draft.downAfterMillis = downAfter;
            draft.failoverTimeoutMillis = failoverTimeout;
        });
    }

    public MonitoredSettings withMasterRebootDownAfter(long millis) {
        return with(draft -> draft.masterRebootDownAfterMillis = millis);
    }

    public MonitoredSettings withParallelSyncs(int syncs) {
        return with(draft -> draft.parallelSyncs = syncs);
    }

    public MonitoredSettings withScripts(@Nullable String notification, @Nullable String reconfig) {
        return with(draft -> {
            draft.notificationScript = notification;
            draft.clientReconfigScript = reconfig;
        });
    }

    public MonitoredSettings withAuth(@Nullable String user, @Nullable String pass) {
        return with(draft -> {
            draft.authUser = user;
            draft.authPass = pass;
        });
    }

    public MonitoredSettings withEpochs(long config, long leader) {
        return with(draft -> {
            draft.configEpoch = config;
            draft.leaderEpoch = leader;
        });
    }

    public MonitoredSettings withRenamedCommands(SequencedMap<String, String> renamed) {
        return with(draft -> draft.renamedCommands = renamed);
    }

    public MonitoredSettings withKnown(List<KnownReplica> replicas, List<KnownSentinel> sentinels) {
        return with(draft -> {
            draft.knownReplicas = replicas;
            draft.knownSentinels = sentinels;
        });
    }

    private MonitoredSettings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /// A copy under the pen: the fields in the record's order.
    private static final class Draft {

        private String name;
        private String host;
        private int port;
        private int quorum;
        private long downAfterMillis;
        private long failoverTimeoutMillis;
        private long masterRebootDownAfterMillis;
        private int parallelSyncs;
        private @Nullable String notificationScript;
        private @Nullable String clientReconfigScript;
        private @Nullable String authUser;
        private @Nullable String authPass;
        private long configEpoch;
        private long leaderEpoch;
        private SequencedMap<String, String> renamedCommands;
        private List<KnownReplica> knownReplicas;
        private List<KnownSentinel> knownSentinels;

        Draft(MonitoredSettings now) {
            name = now.name;
            host = now.host;
            port = now.port;
            quorum = now.quorum;
            downAfterMillis = now.downAfterMillis;
            failoverTimeoutMillis = now.failoverTimeoutMillis;
            masterRebootDownAfterMillis = now.masterRebootDownAfterMillis;
            parallelSyncs = now.parallelSyncs;
            notificationScript = now.notificationScript;
            clientReconfigScript = now.clientReconfigScript;
            authUser = now.authUser;
            authPass = now.authPass;
            configEpoch = now.configEpoch;
            leaderEpoch = now.leaderEpoch;
            renamedCommands = now.renamedCommands;
            knownReplicas = now.knownReplicas;
            knownSentinels = now.knownSentinels;
        }

        MonitoredSettings finished() {
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
                    knownReplicas,
                    knownSentinels);
        }
    }
}
