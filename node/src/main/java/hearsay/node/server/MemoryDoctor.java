package hearsay.node.server;

import java.util.ArrayList;

/// MEMORY DOCTOR: looks at the figures and says what is odd about them.
///
/// The questions and their limits are Redis', as far as they make sense on a JVM: there is no
/// fragmentation, for the collector moves objects together, and what the process holds beyond them
/// is the price of the JVM itself.
public final class MemoryDoctor {

    private static final long SMALL = 5L << 20;
    private static final double HIGH_PEAK = 1.5;
    private static final double FULL = 0.9;
    private static final long LARGE_CLIENT = 200L << 10;
    private static final long LARGE_REPLICA = 10L << 20;

    private MemoryDoctor() {}

    /// A text of one or more lines.
    public static String report(Server server) {
        var memory = server.memory();
        long used = memory.used();
        if (used < SMALL) {
            return "There is next to nothing in this node: nothing can be said of its memory.\n";
        }
        var found = new ArrayList<String>();
        if ((double) memory.peak() / used > HIGH_PEAK) {
            found.add(
                    "At its peak this node used more than one and a half times the memory of now."
                            + " The heap has grown for it, and may stay large: MEMORY PURGE asks it"
                            + " to give back what it can.");
        }
        var heap = server.environment().machine().memory();
        if (used > FULL * heap.limit()) {
            found.add(
                    "The data takes almost all of the heap: the collector works hard for little."
                            + " Start this node with a larger heap, or set maxmemory lower.");
        }
        int replicas = (int) server.sessions().all().stream().filter(Session::isReplica).count();
        int clients = server.sessions().count() - replicas;
        if (clients > 0 && memory.clients() / clients > LARGE_CLIENT) {
            found.add(
                    "Clients hold more than 200 kB each on average: they read too slowly, or ask"
                            + " for too much at once. CLIENT LIST tells who (tot-mem, omem).");
        }
        if (replicas > 0 && memory.replicas() > LARGE_REPLICA) {
            found.add(
                    "Replicas have more than 10 MB yet to be sent: one of them, or the network to"
                            + " it, is too slow. INFO replication and CLIENT LIST tell which.");
        }
        if (found.isEmpty()) return "Nothing is wrong with the memory of this node.\n";
        var text = new StringBuilder("Something is odd about the memory of this node:\n\n");
        for (var finding : found) text.append(" * ").append(finding).append("\n\n");
        return text.toString();
    }
}
