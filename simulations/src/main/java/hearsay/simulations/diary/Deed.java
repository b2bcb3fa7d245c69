package hearsay.simulations.diary;

import java.util.ArrayList;
import java.util.List;

/// What the world did to a node, or a client found: an event that is no node's own.
public record Deed(String word, String text, List<Detail> details) implements What {

    /// The words for what happens to nodes, disks and the network. Everything that writes or reads
    /// a diary uses these, the faults as well as the pictures made of it.
    public static final String CRASH = "crash";

    public static final String POWER_CUT = "power-cut";
    public static final String START = "start";
    public static final String RESTART = "restart";

    /// A process that ended by itself: because it could not go on, or by order.
    public static final String GAVE_UP = "gave-up";

    public static final String ENDED = "ended";

    public static final String PAUSE = "pause";
    public static final String RESUME = "resume";
    public static final String PARTITION = "partition";
    public static final String HEAL = "heal";
    public static final String FAULT = "fault";
    public static final String FAILED_OPERATION = "failed-operation";
    public static final String LOST_WRITE = "lost-write";
    public static final String BROKEN_LAW = "broken-law";

    /// What a node is from now on, told when it changes.
    public static final String BECOMES_MASTER = "becomes-master";

    public static final String BECOMES_REPLICA = "becomes-replica";

    /// The detail of what is done to several nodes at once: their names, with blanks between.
    public static final String NODES = "nodes";

    private static final List<String> ALL =
            List.of(
                    CRASH,
                    POWER_CUT,
                    START,
                    RESTART,
                    GAVE_UP,
                    ENDED,
                    PAUSE,
                    RESUME,
                    PARTITION,
                    HEAL,
                    FAULT,
                    FAILED_OPERATION,
                    LOST_WRITE,
                    BROKEN_LAW,
                    BECOMES_MASTER,
                    BECOMES_REPLICA);

    private static final List<String> DONE_TO_THE_WORLD =
            List.of(CRASH, POWER_CUT, START, RESTART, PAUSE, RESUME, PARTITION, HEAL, FAULT);

    /// Every word of a deed that is in use everywhere.
    static List<String> all() {
        return ALL;
    }

    /// Whether somebody did it to the nodes, rather than they themselves.
    public static boolean isDoneToTheWorld(String word) {
        return DONE_TO_THE_WORLD.contains(word);
    }

    public static Deed of(String word, String text) {
        return new Deed(word, text, List.of());
    }

    /// The same with one more detail.
    public Deed with(String name, Object value) {
        List<Detail> more = new ArrayList<>(details);
        more.add(new Detail(name, value));
        return new Deed(word, text, List.copyOf(more));
    }
}
