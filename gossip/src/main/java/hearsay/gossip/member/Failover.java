package hearsay.gossip.member;

import hearsay.gossip.bus.BusMessage.VoteRequest;
import hearsay.gossip.bus.Header;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.failover.Election;
import hearsay.gossip.failover.ReplicaMigration;
import hearsay.gossip.failover.Situation;
import hearsay.gossip.view.Node;

/// Replaces my master, when I am a replica, or leaves it for one that needs me more: looks at the
/// situation for [Election] and [ReplicaMigration], and does what they decide.
final class Failover {

    /// In a cluster of a thousand it is a long look, and what it looks for lasts for seconds.
    private static final int TICKS_PER_LOOK = 10;

    private final Core core;
    private final Heartbeats heartbeats;
    private final ReplicaMigration migration = new ReplicaMigration();
    private int ticks;

    Failover(Core core, Heartbeats heartbeats) {
        this.core = core;
        this.heartbeats = heartbeats;
    }

    void tick() {
        if (core.manual.isTimedOut(core.now)) {
            core.out.diary(new Happening.ManualFailoverTimedOut());
            core.endManualFailover();
        }
        offsetIs();
        core.out.checkFailover = false;
        checkElection();
        migrate();
    }

    private void migrate() {
        if (!core.self().isReplica() || !core.settings.allowReplicaMigration()) {
            migration.rest();
            return;
        }
        if (++ticks % TICKS_PER_LOOK != 0 && !migration.isWatching()) return;
        var orphan = migration.look(core.view, core.settings.migrationBarrier(), core.now);
        if (orphan == null) return;
        core.out.diary(new Happening.Migrates(orphan.id()));
        core.follow(orphan);
        core.out.updateState = true;
        core.out.saveSync();
    }

    /// My offset was just read: a manual failover may have waited for that.
    void offsetIs() {
        if (!core.manual.offsetIs(core.replication.offset())) return;
        core.out.diary(new Happening.CaughtUp());
        core.out.checkFailover = true;
    }

    void checkElection() {
        var self = core.self();
        if (!self.isReplica()) return;
        var event = new Election.Event.Checked(situation(self));
        for (Election.Effect effect : core.election.on(event, core.now)) {
            switch (effect) {
                case Election.Effect.Diary(var happening) -> core.out.diary(happening);
                case Election.Effect.AnnounceOffset announce -> heartbeats.broadcastPong(true);
                case Election.Effect.RequestVotes(long epoch) -> requestVotes(epoch);
                case Election.Effect.Promote(long epoch) -> promote(epoch);
            }
        }
    }

    private Situation situation(Node self) {
        var master = self.master();
        boolean manual = core.manual.isReady();
        boolean wanted =
                manual
                        || (master != null
                                && master.isFailed()
                                && !core.settings.replicaNoFailover());
        return new Situation(
                wanted && master != null && !master.slots().isEmpty(),
                manual,
                core.manual.isInProgress(),
                master != null && master.isFailed() ? master.failedAt : Node.NEVER,
                core.replication.silenceMillis(core.now),
                core.settings.maxDataAgeMillis(),
                rank(self),
                core.replication.offset(),
                core.view.rules.votesNeeded(core.view.size),
                core.view.currentEpoch,
                core.settings.nodeTimeoutMillis());
    }

    /// How many of my siblings, of those that may stand, have more data than I.
    private int rank(Node self) {
        var master = self.master();
        if (master == null) return 0;
        int rank = 0;
        for (Node sibling : master.replicas()) {
            if (sibling.myself || sibling.noFailover) continue;
            if (sibling.offset > core.replication.offset()) rank++;
        }
        return rank;
    }

    private void requestVotes(long epoch) {
        core.view.currentEpoch = epoch;
        core.out.saveSync();
        core.out.updateState = true;
        int flags = core.manual.isInProgress() ? Header.FORCEACK : 0;
        heartbeats.broadcast(new VoteRequest(heartbeats.header(flags)));
    }

    private void promote(long epoch) {
        var self = core.self();
        if (self.configEpoch < epoch) {
            self.configEpoch = epoch;
            core.out.diary(new Happening.EpochTaken(epoch));
        }
        replaceMaster();
    }

    /// Takes my master's role and slots under the epoch that I have got already.
    void replaceMaster() {
        var self = core.self();
        var former = self.master();
        if (former == null) return;
        core.view.setMaster(self);
        core.stopReplicating();
        var slots = former.slots();
        core.view.bind(self, slots);
        core.out.diary(new Happening.SlotsTaken(slots, self.configEpoch));
        core.updateState();
        core.out.saveSync();
        heartbeats.broadcastPong(false);
        core.endManualFailover();
    }
}
