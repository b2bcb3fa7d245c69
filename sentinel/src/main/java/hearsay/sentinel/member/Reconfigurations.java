package hearsay.sentinel.member;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.watch.Master;
import hearsay.sentinel.watch.Reconfiguration;
import hearsay.sentinel.watch.Reconfiguration.Done;
import hearsay.sentinel.watch.Reconfiguration.Sent;
import hearsay.sentinel.watch.Replica;

/// The other replicas follow the new master, `parallel-syncs` at a time: while one fetches the new
/// master's data it does not serve its clients.
///
/// Source: item 73.
final class Reconfigurations {

    private final Core core;
    private final Connections connections;

    Reconfigurations(Core core, Connections connections) {
        this.core = core;
        this.connections = connections;
    }

    /// @return whether all that can be done is done
    boolean advance(Master master, Replica promoted, long since) {
        tellNext(master, promoted);
        // With the new master gone, too, there is nothing to be said to anybody.
        if (promoted.isDown()) return false;
        boolean late = core.now - since > master.failoverTimeout;
        if (late) core.tell(Level.WARNING, "+failover-end-for-timeout", master);
        boolean over = late || isComplete(master, promoted);
        if (over) core.tell(Level.WARNING, "+failover-end", master);
        if (late) tellRest(master, promoted);
        return over;
    }

    private void tellNext(Master master, Replica promoted) {
        int underWay = 0;
        for (var replica : master.replicas.values()) {
            giveUpIfLate(replica);
            if (replica.reconfiguration.isUnderWay()) underWay++;
        }
        for (var replica : master.replicas.values()) {
            if (underWay >= master.parallelSyncs) return;
            boolean untold = replica.reconfiguration instanceof Reconfiguration.Untold;
            if (replica == promoted || !untold) continue;
            if (tell(replica, promoted, "+slave-reconf-sent")) underWay++;
        }
    }

    /// One that does not do as it was told is left alone for now: it will be found with a wrong
    /// master, and told again, when this is over. (Redis looks for such only while it has room for
    /// another one, so that with `parallel-syncs 1` a single one blocks all others until
    /// failover-timeout.)
    private void giveUpIfLate(Replica replica) {
        boolean late =
                replica.reconfiguration instanceof Sent(long at)
                        && core.now - at > core.periods.replicaReconfTimeout();
        if (!late) return;
        core.tell(Level.NOTICE, "-slave-reconf-sent-timeout", replica);
        replica.reconfiguration = Reconfiguration.DONE;
    }

    private boolean isComplete(Master master, Replica promoted) {
        for (var replica : master.replicas.values()) {
            boolean done = replica == promoted || replica.reconfiguration instanceof Done;
            if (!done && !replica.isDown()) return false;
        }
        return true;
    }

    /// There is no more time to do it in order: everybody is told, and nobody waited for.
    private void tellRest(Master master, Replica promoted) {
        for (var replica : master.replicas.values()) {
            boolean told =
                    replica.reconfiguration instanceof Done
                            || replica.reconfiguration instanceof Sent;
            if (replica != promoted && !told) tell(replica, promoted, "+slave-reconf-sent-be");
        }
    }

    private boolean tell(Replica replica, Replica promoted, String event) {
        if (replica.link.disconnected) return false;
        if (!connections.replicateFrom(replica, promoted.address)) return false;
        replica.reconfiguration = new Sent(core.now);
        core.tell(Level.NOTICE, event, replica);
        return true;
    }
}
