package hearsay.node.command;

import java.util.Arrays;

/// A bug of ours as one line for the log.
final class Bugs {

    private static final int FRAMES = 8;

    private Bugs() {}

    static String describe(Throwable bug) {
        var text = new StringBuilder(bug.toString());
        Arrays.stream(bug.getStackTrace())
                .limit(FRAMES)
                .forEach(frame -> text.append(" at ").append(frame));
        return text.toString();
    }
}
