package hearsay.sentinel.member;

import hearsay.sentinel.leader.Ballot;
import hearsay.sentinel.member.MonitoredSettings.KnownReplica;
import hearsay.sentinel.member.MonitoredSettings.KnownSentinel;
import hearsay.sentinel.watch.Master;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// From sentinel.conf to what a Sentinel knows, and back.
///
/// Source: item 79.
final class Memory {

    private Memory() {}

    /// @throws SentinelError with the words Redis refuses to start with
    static void load(Core core, Instances instances) {
        for (var conf : core.global.monitored()) {
            var master = load(core, instances, conf);
            for (var replica : conf.knownReplicas()) {
                instances.addKnownReplica(master, replica);
            }
            for (var sentinel : conf.knownSentinels()) {
                instances.addKnownSentinel(master, sentinel);
            }
        }
    }

    private static Master load(Core core, Instances instances, MonitoredSettings conf) {
        if (conf.quorum() <= 0) throw new SentinelError("Quorum must be 1 or greater.");
        var ballot = new Ballot(core.rules, conf.leaderEpoch());
        var master =
                instances.addMaster(conf.name(), conf.host(), conf.port(), conf.quorum(), ballot);
        master.downAfter = conf.downAfterMillis();
        master.failoverTimeout = conf.failoverTimeoutMillis();
        master.rebootDownAfter = conf.masterRebootDownAfterMillis();
        master.parallelSyncs = conf.parallelSyncs();
        master.notificationScript = conf.notificationScript();
        master.clientReconfigScript = conf.clientReconfigScript();
        master.authUser = conf.authUser();
        master.authPass = conf.authPass();
        master.configEpoch = conf.configEpoch();
        conf.renamedCommands()
                .forEach((usual, used) ->
                        master.renamedCommands.put(usual.toUpperCase(Locale.ROOT), used));
        if (conf.configEpoch() > core.currentEpoch()) core.currentEpoch(conf.configEpoch());
        return master;
    }

    static Settings settings(Core core) {
        var monitored = new ArrayList<MonitoredSettings>();
        for (var master : core.masters.values()) monitored.add(settings(core, master));
        return core.global.withMonitored(monitored);
    }

    /// While a failover is past its promotion, the promoted replica is written as the master and
    /// the old master in the replica's place: who restarts now knows the new configuration.
    private static MonitoredSettings settings(Core core, Master master) {
        var current = master.currentAddress();
        List<KnownReplica> replicas = new ArrayList<>();
        for (var replica : master.replicas.values()) {
            var address = replica.address.samePlace(current) ? master.address : replica.address;
            replicas.add(new KnownReplica(core.announced(address), address.port()));
        }
        List<KnownSentinel> sentinels = new ArrayList<>();
        for (var sentinel : master.sentinels.values()) {
            var address = sentinel.address;
            sentinels.add(
                    new KnownSentinel(core.announced(address), address.port(), sentinel.name()));
        }
        return new MonitoredSettings(
                master.name(),
                core.announced(current),
                current.port(),
                master.quorum,
                master.downAfter,
                master.failoverTimeout,
                master.rebootDownAfter,
                master.parallelSyncs,
                master.notificationScript,
                master.clientReconfigScript,
                master.authUser,
                master.authPass,
                master.configEpoch,
                master.ballot.epoch(),
                master.renamedCommands,
                replicas,
                sentinels);
    }
}
