package hearsay.simulations.process;

import hearsay.gossip.model.Address;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.topology.Blueprint;
import hearsay.simulations.topology.Plan;
import hearsay.simulations.topology.Plan.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Which node of a plan lives in which JVM: in turn, but no replica beside its master unless there
/// is only one JVM.
///
/// ```
/// 3 masters, a replica each, in 2 JVMs      7000 7002 7004 | 7001 7003 7005
/// in 3                                      7000 7005 | 7001 7003 | 7002 7004
/// ```
///
/// The nodes of a JVM share its bus port, which follows from the port of the first of them.
///
/// @param jvms at least 1, at most as many as nodes
record Spread(Plan plan, NodeKind kind, int jvms) {

    Spread {
        if (jvms < 1) throw new Refusal("--jvms needs a number from 1 on.");
        if (jvms > plan.size())
            throw new Refusal(
                    "There are more JVMs than nodes: --jvms %d for %d."
                            .formatted(jvms, plan.size()));
        if (kind == NodeKind.REDIS_SERVER && jvms != plan.size())
            throw new Refusal("Each redis-server is a process of its own: leave --jvms out.");
    }

    /// A process for each node.
    static Spread alone(Plan plan, NodeKind kind) {
        return new Spread(plan, kind, plan.size());
    }

    /// The nodes of each JVM, ascending by port. None is empty: the first seats are never shifted,
    /// so that JVM `j` begins with seat `j`.
    List<List<Seat>> groups() {
        List<List<Seat>> groups = new ArrayList<>();
        for (int i = 0; i < jvms; i++) groups.add(new ArrayList<>());
        for (Seat seat : plan.seats()) groups.get(jvmOf(seat)).add(seat);
        return groups;
    }

    /// Whether the node has others beside it.
    boolean isShared(Seat seat) {
        return groups().get(jvmOf(seat)).size() > 1;
    }

    /// The first node of a JVM has the bus port by itself, the others need to be told.
    boolean ownsBus(Seat seat) {
        return jvmOf(seat) == seat.port() - plan.firstPort();
    }

    /// Where the node is reached by the other nodes.
    int busPort(Seat seat) {
        return kind.busPort(plan.firstPort() + jvmOf(seat));
    }

    /// One for each JVM.
    List<Integer> busPorts() {
        return groups().stream().map(group -> busPort(group.getFirst())).toList();
    }

    /// The cluster to be, all of it on one host.
    Blueprint blueprint(String host, RandomGenerator random) {
        return new Blueprint(
                plan, seat -> new Address(host, seat.port(), 0, busPort(seat), ""), random);
    }

    private int jvmOf(Seat seat) {
        int turn = turn(seat.port());
        boolean besideMaster = seat.masterPort().map(master -> turn(master) == turn).orElse(false);
        return besideMaster ? (turn + 1) % jvms : turn;
    }

    private int turn(int port) {
        return (port - plan.firstPort()) % jvms;
    }
}
