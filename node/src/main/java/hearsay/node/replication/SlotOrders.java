package hearsay.node.replication;

import hearsay.gossip.member.SetSlot;
import hearsay.node.resp.Arguments;
import hearsay.node.server.Blocked;
import hearsay.node.server.Server;
import hearsay.node.server.Session;

/// CLUSTER SETSLOT on its way to the replicas of a master, which obey it before the master does.
///
/// Gossip tells nobody which slots are open. If a master alone knew, its replica would be promoted
/// in the middle of a migration without knowing that half of a slot is elsewhere. So the order goes
/// into the stream, between the commands of clients, and the master acts when all have said that
/// they are so far. If they do not say so in time, nothing happens here, and the operator is told.
///
/// Only who said `REPLCONF capa setslot` understands: a real redis-server would answer with an
/// error, and so hears nothing of it. With one of these among the replicas nobody hears of it. If
/// nobody follows at the moment the order goes into the backlog all the same, unless the last who
/// followed did not understand: who comes again may get it from there.
///
/// Not of Redis 7.2: Valkey 8 does the same.
public final class SlotOrders {

    static final String CAPABILITY = "setslot";

    private final Replication replication;
    private final Server server;

    /// Whether the last who began to follow understood.
    private boolean lastUnderstood;

    SlotOrders(Replication replication, Server server) {
        this.replication = replication;
        this.server = server;
    }

    /// Whether there is somebody to be told first, or who may come again.
    public boolean areHeard() {
        return replication.isMaster() && replication.stream().backlog() != null && isUnderstood();
    }

    /// Whether nothing may be told now: a manual failover waits for a replica to be level.
    public boolean mustWait() {
        return replication.isQuiet();
    }

    /// Tells the replicas; `then` is what the master does when they have obeyed. The session waits
    /// for that, unless it is in a transaction, which waits for nothing.
    public void give(Session session, SetSlot order, Runnable then) {
        tell(order);
        int online = online();
        if (online == 0 || session.transaction() != null) {
            then.run();
            return;
        }
        long deadline =
                order.timeoutMillis() == 0
                        ? Blocked.FOREVER
                        : server.nowMillis() + order.timeoutMillis();
        long offset = replication.offset();
        server.waiting().block(session, new Blocked.OnOrder(online, offset, deadline, then));
        replication.replicas().askForAcks();
    }

    /// Somebody new follows, who has the data and does not know what is open.
    void repeat() {
        var part = server.membership();
        if (part == null || !replication.isMaster() || !isUnderstood()) return;
        for (var order : part.member().openSlots()) tell(order);
    }

    private void tell(SetSlot order) {
        replication.stream().append(words(order));
    }

    private static Arguments words(SetSlot order) {
        var slot = Integer.toString(order.slot());
        var action = order.action().name();
        return order.node().isEmpty()
                ? Arguments.of("CLUSTER", "SETSLOT", slot, action)
                : Arguments.of("CLUSTER", "SETSLOT", slot, action, order.node());
    }

    /// Somebody follows from now on.
    void follows(Replica replica) {
        lastUnderstood = replica.takesSlotOrders;
    }

    private boolean isUnderstood() {
        var replicas = replication.replicas().all();
        for (var replica : replicas) if (!replica.takesSlotOrders) return false;
        return !replicas.isEmpty() || lastUnderstood;
    }

    private int online() {
        int count = 0;
        for (var replica : replication.replicas().all()) if (replica.isOnline()) count++;
        return count;
    }
}
