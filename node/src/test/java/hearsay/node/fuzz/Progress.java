package hearsay.node.fuzz;

import java.util.Map;

/// Says how a long run gets on.
final class Progress {

    private static final long EVERY_NANOS = 10_000_000_000L;

    private final String name;
    private final long total;
    private final long startNanos = System.nanoTime();
    private long saidNanos = startNanos;

    Progress(String name, long total) {
        this.name = name;
        this.total = total;
    }

    void done(long commands) {
        long now = System.nanoTime();
        if (now - saidNanos < EVERY_NANOS) return;
        saidNanos = now;
        say(
                "%s: %,d of %,d commands, %,.0f a second",
                name, commands, total, commands * 1e9 / (now - startNanos));
    }

    /// @param known differences that are known, and how often they were seen
    void end(Map<String, Integer> known) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        if (total < 100_000) return;
        say("%s: %,d commands in %.0f s, no difference", name, total, seconds);
        known.forEach((reason, times) -> say("    but for %,d times: %s", times, reason));
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(format, values));
    }
}
