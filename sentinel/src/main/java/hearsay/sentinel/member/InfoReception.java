package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.failover.FailoverState.WaitPromotion;
import hearsay.sentinel.model.Role;
import hearsay.sentinel.watch.InfoMemory;
import hearsay.sentinel.watch.InfoReport;
import hearsay.sentinel.watch.Instance;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.OtherSentinel;
import hearsay.sentinel.watch.Reconfiguration;
import hearsay.sentinel.watch.Replica;

/// What masters and replicas say of themselves, and what follows from it. In TILT it is noted, and
/// nothing follows.
///
/// Source: items 61, 64, 72, 73 and 74.
final class InfoReception {

    /// As many hello periods does a replica that claims to be a master have, for the news that it
    /// really is one to arrive.
    private static final int HELLOS_TO_WAIT = 4;

    private final Core core;
    private final Instances instances;
    private final Connections connections;
    private final Failovers failovers;

    InfoReception(Core core, Instances instances, Connections connections, Failovers failovers) {
        this.core = core;
        this.instances = instances;
        this.connections = connections;
        this.failovers = failovers;
    }

    void read(Instance instance, String text) {
        var report = InfoReport.parse(text);
        switch (instance) {
            case Master master -> read(master, text, report);
            case Replica replica -> read(replica, text, report);
            case OtherSentinel sentinel -> {}
        }
    }

    private void read(Master master, String text, InfoReport report) {
        identify(master, report);
        for (var found : report.replicas()) {
            instances.discovered(master, found.host(), found.port());
        }
        remember(master, master.info, text, report);
    }

    private void read(Replica replica, String text, InfoReport report) {
        identify(replica, report);
        follow(replica, report);
        remember(replica, replica.info, text, report);
        if (core.tilt.isTilted() || report.role() == null) return;
        switch (report.role()) {
            case MASTER -> isMaster(replica);
            case SLAVE -> {
                isMisled(replica);
                isReconfigured(replica);
            }
        }
    }

    /// Another run id at the same place is another process.
    private void identify(Instance instance, InfoReport report) {
        String runId = report.runId();
        if (runId == null || runId.equals(instance.runId)) return;
        if (instance.runId != null) {
            core.tell(Level.NOTICE, "+reboot", instance);
            if (instance instanceof Master master && master.rebootDownAfter != 0) {
                master.rebootSince = core.now;
            }
        }
        instance.runId = runId;
    }

    private void follow(Replica replica, InfoReport report) {
        var host = report.masterHost();
        if (host != null && !host.equalsIgnoreCase(replica.masterHost)) {
            replica.masterHost = host;
            replica.masterSince = core.now;
        }
        var port = report.masterPort();
        if (port != null && port != replica.masterPort) {
            replica.masterPort = port;
            replica.masterSince = core.now;
        }
        replica.masterLinkDownMillis = report.masterLinkDownMillis();
        if (report.masterLinkUp() != null) replica.masterLinkUp = report.masterLinkUp();
        if (report.priority() != null) replica.priority = report.priority();
        if (report.offset() != null) replica.offset = report.offset();
        if (report.announced() != null) replica.announced = report.announced();
    }

    private void remember(Instance instance, InfoMemory memory, String text, InfoReport report) {
        memory.text = text;
        memory.refreshed = core.now;
        var role = report.role();
        if (role == null || role == memory.role()) return;
        memory.role(role, core.now);
        if (role == Role.SLAVE && instance instanceof Replica replica) {
            replica.masterSince = core.now;
        }
        boolean expected = role.word().equals(instance.kind());
        core.tell(
                Level.VERBOSE,
                expected ? "+role-change" : "-role-change",
                instance,
                " new reported role is " + role.word());
    }

    /// A replica says that it is a master: because I told it to, or because it does not know
    /// better, as an old master that comes back.
    private void isMaster(Replica replica) {
        var master = replica.master();
        if (replica.isPromoted()) {
            if (master.failover instanceof WaitPromotion state) {
                failovers.promoted(master, replica, state);
            }
            return;
        }
        long patience = core.periods.publish() * HELLOS_TO_WAIT;
        boolean mayBeTold =
                master.looksSane(core.periods.info(), core.now)
                        && replica.wasUpFor(patience, core.now)
                        && core.now - replica.info.roleSince() > patience;
        if (mayBeTold && connections.replicateFrom(replica, master.address)) {
            core.tell(Level.NOTICE, "+convert-to-slave", replica);
        }
    }

    /// A replica follows somebody else than its master.
    private void isMisled(Replica replica) {
        var master = replica.master();
        boolean right =
                replica.masterPort == master.address.port()
                        && core.isHost(master.address, replica.masterHost);
        if (right) return;
        long patience = master.failoverTimeout;
        boolean mayBeTold =
                master.looksSane(core.periods.info(), core.now)
                        && replica.wasUpFor(patience, core.now)
                        && core.now - replica.masterSince > patience;
        if (mayBeTold && connections.replicateFrom(replica, master.address)) {
            core.tell(Level.NOTICE, "+fix-slave-config", replica);
        }
    }

    /// A replica that was told its new master gets there step by step, or two at once.
    private void isReconfigured(Replica replica) {
        var promoted = replica.master().promoted();
        if (promoted == null) return;
        boolean follows =
                replica.masterPort == promoted.address.port()
                        && core.isHost(promoted.address, replica.masterHost);
        if (replica.reconfiguration instanceof Reconfiguration.Sent && follows) {
            replica.reconfiguration = Reconfiguration.IN_PROGRESS;
            core.tell(Level.NOTICE, "+slave-reconf-inprog", replica);
        }
        if (replica.reconfiguration instanceof Reconfiguration.InProgress && replica.masterLinkUp) {
            replica.reconfiguration = Reconfiguration.DONE;
            core.tell(Level.NOTICE, "+slave-reconf-done", replica);
        }
    }
}
