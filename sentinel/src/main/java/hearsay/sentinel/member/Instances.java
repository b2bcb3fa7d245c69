package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.leader.Ballot;
import hearsay.sentinel.member.MonitoredSettings.KnownReplica;
import hearsay.sentinel.member.MonitoredSettings.KnownSentinel;
import hearsay.sentinel.model.Address;
import hearsay.sentinel.model.Milestone;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;
import hearsay.sentinel.watch.Replica;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Who is watched: comes and goes here.
final class Instances {

    private final Core core;
    private final Connections connections;

    Instances(Core core, Connections connections) {
        this.core = core;
        this.connections = connections;
    }

    // ---- Who comes. ----

    /// @throws SentinelError with Redis' words
    Master addMaster(String name, String host, int port, int quorum, Ballot ballot) {
        var address = core.known(host, port);
        if (address == null) throw refusal(port);
        if (core.masters.containsKey(name)) throw new SentinelError("Duplicate master name.");
        var master = new Master(name, address, quorum, ballot, core.now);
        master.downAfter = core.periods.defaultDownAfter();
        master.failoverTimeout = core.periods.defaultFailoverTimeout();
        master.parallelSyncs = MonitoredSettings.DEFAULT_PARALLEL_SYNCS;
        core.masters.put(name, master);
        return master;
    }

    void addKnownReplica(Master master, KnownReplica known) {
        var address = core.known(known.host(), known.port());
        if (address == null) throw refusal(known.port());
        if (addReplica(master, address) == null) {
            throw new SentinelError("Duplicate hostname and port for replica.");
        }
    }

    void addKnownSentinel(Master master, KnownSentinel known) {
        var address = core.known(known.host(), known.port());
        if (address == null) throw refusal(known.port());
        if (addSentinel(master, known.runId(), address) == null) {
            throw new SentinelError("Duplicate runid for sentinel.");
        }
    }

    private static SentinelError refusal(int port) {
        boolean isPort = port >= 0 && port <= 65_535;
        return new SentinelError(
                isPort ? "Can't resolve instance hostname." : "Invalid port number.");
    }

    /// Null if it is there already.
    @Nullable Replica addReplica(Master master, Address address) {
        String name = address.name(core.global.announceHostnames());
        if (master.replicas.containsKey(name)) return null;
        var replica = new Replica(name, address, master, core.now);
        master.replicas.put(name, replica);
        return replica;
    }

    /// A master named one of its replicas.
    void discovered(Master master, String host, int port) {
        var found = core.resolved(host, port);
        boolean isKnown =
                found != null
                        && master.replicas.containsKey(found.name(core.global.announceHostnames()));
        if (isKnown) return;
        var address = core.known(host, port);
        if (address == null) return;
        var replica = addReplica(master, address);
        if (replica == null) return;
        core.tell(Level.NOTICE, "+slave", replica);
        core.outbox.save();
    }

    /// Null if it is there already. The link of the same Sentinel for another master is used.
    @Nullable OtherSentinel addSentinel(Master master, String runId, Address address) {
        if (master.sentinels.containsKey(runId)) return null;
        var sentinel = new OtherSentinel(runId, address, master, core.now);
        master.sentinels.put(runId, sentinel);
        for (var other : core.masters.values()) {
            var same = other.sentinels.get(runId);
            if (other == master || same == null) continue;
            sentinel.link = same.link;
            same.link.share();
            break;
        }
        return sentinel;
    }

    // ---- Who goes. ----

    void remove(Master master) {
        core.masters.remove(master.name());
        dropReplicas(master);
        dropSentinels(master);
        release(master);
    }

    private void dropReplicas(Master master) {
        master.replicas.values().forEach(this::release);
        master.replicas.clear();
    }

    private void dropSentinels(Master master) {
        master.sentinels.values().forEach(this::release);
        master.sentinels.clear();
    }

    /// Whether this master was watched by that Sentinel too.
    boolean removeSentinel(Master master, String runId) {
        var sentinel = master.sentinels.remove(runId);
        if (sentinel == null) return false;
        release(sentinel);
        return true;
    }

    private void release(Instance instance) {
        instance.removed = true;
        if (instance.link.release()) connections.close(instance.link);
    }

    // ---- Who changes. ----

    /// SENTINEL RESET: forgets all that was found out about a master.
    void reset(Master master) {
        dropSentinels(master);
        startAfresh(master);
        core.tell(Level.WARNING, "+reset-master", master);
    }

    private void startAfresh(Master master) {
        dropReplicas(master);
        connections.close(master.link);
        master.startAfresh(core.now);
    }

    /// The master of this name is somebody else from now on. Who it was stays as a replica: it may
    /// come back, and must be told.
    void switchMaster(Master master, String host, int port) {
        var from = master.address;
        var to = core.resolved(host, port);
        if (to == null) return;
        var remaining = new ArrayList<Address>();
        for (var replica : master.replicas.values()) {
            if (!replica.address.samePlace(to)) remaining.add(replica.address);
        }
        if (!to.samePlace(from)) remaining.add(from);
        startAfresh(master);
        master.moved(to);
        for (var address : remaining) {
            var again = core.known(address.host(), address.port());
            var replica = again == null ? null : addReplica(master, again);
            if (replica != null) core.tell(Level.NOTICE, "+slave", replica);
        }
        core.outbox.save();
        if (to.samePlace(from)) return;
        core.reached(new Milestone.Switched(master.name(), master.configEpoch, from, to));
    }

    /// A Sentinel has moved: so it has for all masters.
    void moved(OtherSentinel sentinel) {
        int others = 0;
        for (var master : core.masters.values()) {
            var same = master.sentinels.get(sentinel.name());
            if (same == null) continue;
            connections.close(same.link);
            if (same == sentinel) continue;
            same.address = sentinel.address;
            others++;
        }
        if (others > 0) {
            core.tell(
                    Level.NOTICE,
                    "+sentinel-address-update",
                    sentinel,
                    " " + others + " additional matching instances");
        }
    }
}
