package hearsay.simulations.diary;

import hearsay.node.server.Log;

/// What one node says, as the node's own log.
final class NodePage implements Log {

    private static final char UNKNOWN = 'C';

    private final Diary diary;
    private final String node;
    private char role = UNKNOWN;

    NodePage(Diary diary, String node) {
        this.diary = diary;
        this.node = node;
    }

    @Override
    public void log(Level level, String text) {
        diary.note(node, level, new LogLine(text));
    }

    /// Told when it changes; what a node starts as is no change.
    @Override
    public void role(char newRole) {
        if (newRole == role) return;
        boolean changed = role != UNKNOWN;
        role = newRole;
        if (!changed) return;
        diary.note(
                node,
                newRole == 'M'
                        ? Deed.of(Deed.BECOMES_MASTER, "is a master now")
                        : Deed.of(Deed.BECOMES_REPLICA, "is a replica now"));
    }
}
