package hearsay.simulations.diary;

import hearsay.gossip.diary.Happening;
import hearsay.node.server.Log;

/// What one node says, as the node's own log.
final class NodePage implements Log {

    private static final char REPLICA = 'S';
    private static final char STARTING = 'C';

    private final Diary diary;
    private final String node;
    private char role = STARTING;

    NodePage(Diary diary, String node) {
        this.diary = diary;
        this.node = node;
    }

    @Override
    public void log(Level level, String text) {
        diary.note(node, level, new LogLine(text));
    }

    @Override
    public void happened(Happening happening) {
        Level level = Told.level(happening);
        if (diary.wants(level)) diary.note(node, level, new Told(happening));
    }

    /// Told when it changes, and what the process starts as: a master, for the tenth of a second
    /// until a replica looks after its master.
    @Override
    public void role(char newRole) {
        if (newRole == role) return;
        String how = role == STARTING ? "starts as a " : "is a ";
        role = newRole;
        if (newRole == STARTING) return;
        diary.note(
                node,
                newRole == REPLICA
                        ? Deed.of(Deed.BECOMES_REPLICA, how + "replica")
                        : Deed.of(Deed.BECOMES_MASTER, how + "master"));
    }
}
