package hearsay.node.server;

import hearsay.node.resp.Arguments;
import java.util.ArrayList;
import java.util.List;

/// The commands that replicas and files must repeat, in the order in which they took effect.
///
/// What one command causes is one unit: if it is more than one command, it travels between MULTI
/// and EXEC, so that nobody sees half of it.
public final class Propagation {

    /// Whoever repeats our commands: the replication stream, the append-only file.
    public interface Sink {
        void append(int database, Arguments command);
    }

    private record Pending(int database, Arguments command) {}

    private static final Arguments MULTI = Arguments.of("MULTI");
    private static final Arguments EXEC = Arguments.of("EXEC");

    private final List<Sink> sinks = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private int units;

    public void add(Sink sink) {
        sinks.add(sink);
    }

    public void remove(Sink sink) {
        sinks.remove(sink);
    }

    /// Whether anybody listens: without, nobody needs to prepare what to repeat.
    public boolean isActive() {
        return !sinks.isEmpty();
    }

    /// A unit begins; they nest, and the outermost one counts.
    public void begin() {
        units++;
    }

    /// Adds a command to the current unit. The arguments must outlive it.
    public void also(int database, Arguments command) {
        if (sinks.isEmpty()) return;
        pending.add(new Pending(database, command));
        if (units == 0) flush();
    }

    /// Adds the request being served itself, whose bytes are still in the session's buffer.
    public void request(int database, Arguments request) {
        if (sinks.isEmpty()) return;
        if (units == 1 && pending.isEmpty()) {
            append(database, request);
        } else {
            pending.add(new Pending(database, request.copy()));
        }
    }

    /// The unit ends; the outermost one is handed on.
    public void end() {
        if (--units == 0 && !pending.isEmpty()) flush();
    }

    private void flush() {
        boolean several = pending.size() > 1;
        int database = pending.getFirst().database();
        if (several) append(database, MULTI);
        for (var one : pending) append(one.database(), one.command());
        if (several) append(pending.getLast().database(), EXEC);
        pending.clear();
    }

    private void append(int database, Arguments command) {
        for (int i = 0; i < sinks.size(); i++) sinks.get(i).append(database, command);
    }
}
