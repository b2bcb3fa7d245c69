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

    /// Told when it changes. Every node starts as a master, a replica for a tenth of a second until
    /// it looks after its master: that is not told.
    @Override
    public void role(char newRole) {
        if (newRole == role) return;
        boolean changed = newRole != STARTING && (newRole == REPLICA || role == REPLICA);
        role = newRole;
        if (!changed) return;
        diary.note(
                node,
                newRole == REPLICA
                        ? Deed.of(Deed.BECOMES_REPLICA, "is a replica now")
                        : Deed.of(Deed.BECOMES_MASTER, "is a master now"));
    }
}
