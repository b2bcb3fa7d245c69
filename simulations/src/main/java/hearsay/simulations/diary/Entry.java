package hearsay.simulations.diary;

import hearsay.node.server.Log;
import java.util.List;

/// One event in the life of a world.
///
/// @param nanos since the world began
/// @param where a node's name as in `7000`, a client's as in `client-3`, or [#WORLD]
/// @param level how much it matters: what a node says in passing is below `NOTICE`
/// @param what tells the event when it is asked
public record Entry(long nanos, String where, Log.Level level, What what) {

    /// Where that happens which concerns more than one node.
    public static final String WORLD = "world";

    public String word() {
        return what.word();
    }

    public String text() {
        return what.text();
    }

    public List<What.Detail> details() {
        return what.details();
    }

    public boolean is(String word) {
        return word().equals(word);
    }

    public boolean isOf(String node) {
        return where.equals(node);
    }
}
