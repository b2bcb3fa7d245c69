package hearsay.sentinel.member;

import hearsay.sentinel.member.Report.CachedInfo;
import hearsay.sentinel.member.Report.Field;
import hearsay.sentinel.member.Report.InfoCache;
import hearsay.sentinel.member.Report.InfoMaster;
import hearsay.sentinel.watch.InfoMemory;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;
import hearsay.sentinel.watch.Reconfiguration;
import hearsay.sentinel.watch.Replica;
import hearsay.sentinel.watch.Tilt.Tilted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// What a Sentinel says when it is asked.
final class Reports {

    private final Core core;

    Reports(Core core) {
        this.core = core;
    }

    Report.Instance instance(Instance instance, long now) {
        return new Sheet(now).of(instance);
    }

    /// The fields of one instance, in Redis' order.
    private final class Sheet {

        private final long now;
        private final List<Field> fields = new ArrayList<>();

        Sheet(long now) {
            this.now = now;
        }

        Report.Instance of(Instance instance) {
            everybody(instance);
            switch (instance) {
                case Master master -> {
                    info(master.info);
                    master(master);
                }
                case Replica replica -> {
                    info(replica.info);
                    replica(replica);
                }
                case OtherSentinel sentinel -> sentinel(sentinel);
            }
            return new Report.Instance(fields);
        }

        private void everybody(Instance instance) {
            var link = instance.link;
            add("name", instance.name());
            add("ip", core.announced(instance.address));
            add("port", instance.address.port());
            add("runid", instance.runId == null ? "" : instance.runId);
            add("flags", flags(instance));
            add("link-pending-commands", link.pendingCommands);
            add("link-refcount", link.users());
            if (instance instanceof Master master && master.failover.isInProgress()) {
                add("failover-state", master.failover.word());
            }
            add("last-ping-sent", link.pingPendingSince == 0 ? 0 : now - link.pingPendingSince);
            add("last-ok-ping-reply", now - link.lastAvailable);
            add("last-ping-reply", now - link.lastPong);
            if (instance.isDown()) add("s-down-time", now - instance.downSince());
            if (instance instanceof Master master && master.isObjectivelyDown()) {
                add("o-down-time", now - master.objectivelyDownSince());
            }
            add("down-after-milliseconds", instance.master().downAfter);
        }

        private void info(InfoMemory info) {
            add("info-refresh", info.refreshed == 0 ? 0 : now - info.refreshed);
            add("role-reported", info.role().word());
            add("role-reported-time", now - info.roleSince());
        }

        private void master(Master master) {
            add("config-epoch", master.configEpoch);
            add("num-slaves", master.replicas.size());
            add("num-other-sentinels", master.sentinels.size());
            add("quorum", master.quorum);
            add("failover-timeout", master.failoverTimeout);
            add("parallel-syncs", master.parallelSyncs);
            if (master.notificationScript != null) {
                add("notification-script", master.notificationScript);
            }
            if (master.clientReconfigScript != null) {
                add("client-reconfig-script", master.clientReconfigScript);
            }
        }

        private void replica(Replica replica) {
            add("master-link-down-time", replica.masterLinkDownMillis);
            add("master-link-status", replica.masterLinkUp ? "ok" : "err");
            add("master-host", replica.masterHost == null ? "?" : replica.masterHost);
            add("master-port", replica.masterPort);
            add("slave-priority", replica.priority);
            add("slave-repl-offset", replica.offset);
            add("replica-announced", replica.announced ? 1 : 0);
        }

        private void sentinel(OtherSentinel sentinel) {
            add("last-hello-message", now - sentinel.lastHello);
            add("voted-leader", sentinel.vote == null ? "?" : sentinel.vote.leader());
            add("voted-leader-epoch", sentinel.lastVoteEpoch);
        }

        private void add(String name, String value) {
            fields.add(new Field(name, value));
        }

        private void add(String name, long value) {
            add(name, Long.toString(value));
        }
    }

    private static String flags(Instance instance) {
        var flags = new ArrayList<String>();
        var master = instance instanceof Master itself ? itself : null;
        var replica = instance instanceof Replica itself ? itself : null;
        if (instance.isDown()) flags.add("s_down");
        if (master != null && master.isObjectivelyDown()) flags.add("o_down");
        flags.add(instance.kind());
        if (instance.link.disconnected) flags.add("disconnected");
        if (instance instanceof OtherSentinel other && other.seesMasterDown) {
            flags.add("master_down");
        }
        var attempt = master == null ? null : master.failover.current();
        if (attempt != null) flags.add("failover_in_progress");
        if (replica != null && replica.isPromoted()) flags.add("promoted");
        if (replica != null) {
            switch (replica.reconfiguration) {
                case Reconfiguration.Untold untold -> {}
                case Reconfiguration.Sent sent -> flags.add("reconf_sent");
                case Reconfiguration.InProgress inProgress -> flags.add("reconf_inprog");
                case Reconfiguration.Done done -> flags.add("reconf_done");
            }
        }
        if (attempt != null && attempt.forced()) flags.add("force_failover");
        if (instance.scriptKillSent) flags.add("script_kill_sent");
        if (master != null && master.rebootSince != 0) flags.add("master_reboot");
        return String.join(",", flags);
    }

    /// @throws SentinelError not enough Sentinels are usable
    static String quorum(Master master) {
        int usable = 1;
        for (var other : master.sentinels.values()) if (!other.isDown()) usable++;
        boolean quorum = usable >= master.quorum;
        boolean majority = usable >= master.voters() / 2 + 1;
        if (quorum && majority) {
            return "OK "
                    + usable
                    + " usable Sentinels. Quorum and failover authorization can be reached";
        }
        var missing = new ArrayList<String>();
        if (!quorum) {
            missing.add(
                    "Not enough available Sentinels to reach the specified quorum for this"
                            + " master");
        }
        if (!majority) {
            missing.add(
                    "Not enough available Sentinels to reach the majority and authorize a"
                            + " failover");
        }
        throw new SentinelError(
                "NOQUORUM " + usable + " usable Sentinels. " + String.join(". ", missing));
    }

    List<InfoCache> infoCache(List<String> names, long now) {
        var chosen = names.isEmpty() ? core.masters.keySet() : new LinkedHashSet<>(names);
        var caches = new ArrayList<InfoCache>();
        for (var name : chosen) {
            var master = core.masters.get(name);
            if (master == null) continue;
            var entries = new ArrayList<CachedInfo>();
            entries.add(cached(master.info, now));
            for (var replica : master.replicas.values()) entries.add(cached(replica.info, now));
            caches.add(new InfoCache(name, entries));
        }
        return caches;
    }

    private static CachedInfo cached(InfoMemory info, long now) {
        return new CachedInfo(info.refreshed == 0 ? 0 : now - info.refreshed, info.text);
    }

    Report.Info info(long now) {
        var masters = new ArrayList<InfoMaster>();
        for (var master : core.masters.values()) {
            String status = master.isObjectivelyDown() ? "odown" : master.isDown() ? "sdown" : "ok";
            masters.add(
                    new InfoMaster(
                            master.name(),
                            status,
                            core.announced(master.address),
                            master.address.port(),
                            master.replicas.size(),
                            master.voters()));
        }
        long since = core.tilt instanceof Tilted(long at) ? (now - at) / 1_000 : -1;
        return new Report.Info(core.tilt.isTilted(), since, core.simulation.flags(), masters);
    }
}
