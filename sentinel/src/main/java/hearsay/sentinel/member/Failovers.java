package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.failover.Candidate;
import hearsay.sentinel.failover.FailoverState;
import hearsay.sentinel.failover.FailoverState.Attempt;
import hearsay.sentinel.failover.FailoverState.Idle;
import hearsay.sentinel.failover.FailoverState.ReconfigureReplicas;
import hearsay.sentinel.failover.FailoverState.SelectReplica;
import hearsay.sentinel.failover.FailoverState.SendSlaveOfNoOne;
import hearsay.sentinel.failover.FailoverState.UpdateConfig;
import hearsay.sentinel.failover.FailoverState.WaitPromotion;
import hearsay.sentinel.failover.FailoverState.WaitStart;
import hearsay.sentinel.failover.ReplicaSelection;
import hearsay.sentinel.model.Milestone;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.Replica;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// From a master that is down to a replica in its place, one step per tick.
///
/// Source: items 69 to 73, and 76.
final class Failovers {

    /// As C's ctime writes it, in UTC.
    private static final DateTimeFormatter CTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// How many failover-timeouts lie between two attempts at least.
    private static final int TIMEOUTS_BETWEEN = 2;

    private final Core core;
    private final Connections connections;
    private final Elections elections;
    private final Pulse pulse;
    private final Instances instances;
    private final Reconfigurations reconfigurations;

    Failovers(
            Core core,
            Connections connections,
            Elections elections,
            Pulse pulse,
            Instances instances) {
        this.core = core;
        this.connections = connections;
        this.elections = elections;
        this.pulse = pulse;
        this.instances = instances;
        reconfigurations = new Reconfigurations(core, connections);
    }

    // ---- Beginning. ----

    /// Begins a failover of a master that is objectively down, unless the last one was just now.
    ///
    /// @return whether one began
    boolean startIfDue(Master master) {
        if (!master.isObjectivelyDown() || master.failover.isInProgress()) return false;
        long notBefore = master.lastAttempt + master.failoverTimeout * TIMEOUTS_BETWEEN;
        if (core.now < notBefore) {
            sayWhen(master, notBefore);
            return false;
        }
        start(master, false);
        return true;
    }

    private void sayWhen(Master master, long notBefore) {
        if (master.delayLoggedFor == master.lastAttempt) return;
        master.delayLoggedFor = master.lastAttempt;
        core.log(
                Level.NOTICE,
                "Next failover delay: I will not start a failover before "
                        + CTIME.format(Instant.ofEpochMilli(notBefore)));
    }

    /// @param forced without asking anybody
    void start(Master master, boolean forced) {
        long epoch = core.rules.epochOfFailover(core.currentEpoch());
        core.currentEpoch(epoch);
        core.announce(Level.WARNING, "+new-epoch", master, Long.toUnsignedString(epoch));
        core.tell(Level.WARNING, "+try-failover", master);
        master.lastAttempt = core.desynchronised();
        master.failover = new WaitStart(new Attempt(epoch, forced), core.now);
    }

    // ---- Step by step. ----

    void step(Master master) {
        switch (master.failover) {
            case Idle idle -> {}
            case WaitStart state -> waitForStart(master, state);
            case SelectReplica state -> selectReplica(master, state);
            case SendSlaveOfNoOne state -> sendSlaveOfNoOne(master, state);
            case WaitPromotion state -> waitForPromotion(master, state);
            case ReconfigureReplicas state -> reconfigure(master, state);
            case UpdateConfig state -> {}
        }
    }

    private void waitForStart(Master master, WaitStart state) {
        var attempt = state.attempt();
        var count = elections.count(master, attempt.epoch());
        if (!core.rules.mayPromote(count.isElected(), attempt.forced())) {
            long patience = Math.min(core.periods.electionTimeout(), master.failoverTimeout);
            if (core.now - master.lastAttempt > patience) {
                abort(master, "-failover-abort-not-elected");
            }
            return;
        }
        core.tell(Level.WARNING, "+elected-leader", master);
        core.reached(
                new Milestone.Elected(
                        master.name(),
                        attempt.epoch(),
                        attempt.forced(),
                        count.votes(),
                        master.voters(),
                        master.quorum));
        if (core.simulation.crashAfterElection) core.crash();
        master.failover = new SelectReplica(attempt, core.now);
        core.tell(Level.WARNING, "+failover-state-select-slave", master);
    }

    private void selectReplica(Master master, SelectReplica state) {
        var chosen = select(master);
        if (chosen == null) {
            abort(master, "-failover-abort-no-good-slave");
            return;
        }
        core.tell(Level.WARNING, "+selected-slave", chosen);
        master.failover = new SendSlaveOfNoOne(state.attempt(), core.now, chosen.name());
        core.tell(Level.NOTICE, "+failover-state-send-slaveof-noone", chosen);
    }

    /// The replica to promote, null if none is good.
    @Nullable Replica select(Master master) {
        var candidates = new ArrayList<Candidate>();
        for (var replica : master.replicas.values()) {
            candidates.add(
                    new Candidate(
                            replica.name(),
                            !replica.isDown() && !replica.link.disconnected,
                            core.now - replica.link.lastAvailable,
                            core.now - replica.info.refreshed,
                            replica.priority,
                            replica.masterLinkDownMillis,
                            replica.offset,
                            replica.runId));
        }
        long downMillis = master.isDown() ? core.now - master.downSince() : -1;
        var best =
                new ReplicaSelection(core.rules, core.periods)
                        .select(candidates, master.downAfter, downMillis);
        return best == null ? null : master.replicas.get(best.name());
    }

    private void sendSlaveOfNoOne(Master master, SendSlaveOfNoOne state) {
        var chosen = master.promoted();
        if (chosen == null || chosen.link.disconnected) {
            abortIfLate(master, state.sinceMillis());
            return;
        }
        if (!connections.replicateFrom(chosen, null)) return;
        core.reached(
                new Milestone.PromotionOrdered(
                        master.name(), state.attempt().epoch(), chosen.address));
        core.tell(Level.NOTICE, "+failover-state-wait-promotion", chosen);
        master.failover = new WaitPromotion(state.attempt(), core.now, state.replica());
    }

    private void waitForPromotion(Master master, WaitPromotion state) {
        abortIfLate(master, state.sinceMillis());
    }

    /// The chosen replica says that it is a master. This is the new configuration; the others shall
    /// know it at once.
    void promoted(Master master, Replica replica, WaitPromotion state) {
        var attempt = state.attempt();
        master.configEpoch = attempt.epoch();
        master.failover = new ReconfigureReplicas(attempt, core.now, state.replica());
        core.outbox.save();
        core.tell(Level.WARNING, "+promoted-slave", replica);
        core.reached(new Milestone.Promoted(master.name(), attempt.epoch(), replica.address));
        if (core.simulation.crashAfterPromotion) core.crash();
        core.tell(Level.WARNING, "+failover-state-reconf-slaves", master);
        core.reconfigureClients(master, "leader", master.address, replica.address);
        pulse.greetSoon(master);
    }

    private void reconfigure(Master master, ReconfigureReplicas state) {
        var promoted = master.promoted();
        if (promoted == null) return;
        if (reconfigurations.advance(master, promoted, state.sinceMillis())) {
            master.failover = new UpdateConfig(state.attempt(), core.now, state.replica());
        }
    }

    /// The promoted replica is the master of this name, once all has been done.
    void finish(Master master) {
        if (!(master.failover instanceof UpdateConfig)) return;
        var promoted = master.promoted();
        var to = promoted == null ? master.address : promoted.address;
        core.announce(
                Level.WARNING,
                "+switch-master",
                master,
                String.join(
                        " ",
                        master.name(),
                        core.announced(master.address),
                        Integer.toString(master.address.port()),
                        core.announced(to),
                        Integer.toString(to.port())));
        instances.switchMaster(master, to.host(), to.port());
    }

    // ---- Giving up. ----

    private void abortIfLate(Master master, long since) {
        if (core.now - since > master.failoverTimeout) {
            abort(master, "-failover-abort-slave-timeout");
        }
    }

    private void abort(Master master, String event) {
        var attempt = master.failover.current();
        if (attempt == null || master.failover.isPastPromotion()) {
            throw new AssertionError("too late to give up " + master.failover);
        }
        core.tell(Level.WARNING, event, master);
        core.reached(new Milestone.Aborted(master.name(), attempt.epoch(), master.failover.word()));
        master.failover = FailoverState.IDLE;
    }
}
