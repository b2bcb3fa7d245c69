package hearsay.simulations.check;

import hearsay.simulations.check.Answer.Number;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// When WAIT has told a client that so many replicas have its write, so many nodes besides the one
/// that answered do have it, at the moment when the client hears of it. A node that is not running
/// may have had it.
///
/// Source: Redis documentation, "WAIT".
final class Waits extends Check {

    static final Law LAW =
            new Law(
                    "wait-is-true",
                    "What WAIT confirmed is on as many replicas as it said.",
                    Severity.VIOLATION);

    private record Writer(int client, String key, long argument) {}

    private final Scene scene;
    private final Map<Writer, Operation> writes = new HashMap<>(); // never walked

    /// When each value of a register was acknowledged, to tell old from new.
    private final Map<Long, Long> acknowledged = new HashMap<>(); // never walked

    private int confirmed;

    Waits(Scene scene) {
        super(LAW);
        this.scene = scene;
    }

    @Override
    List<Sense> senses() {
        return List.of(Sense.OPERATIONS);
    }

    @Override
    void answered(Operation o) {
        if (!o.isOk()) return;
        switch (o.call()) {
            case SET, GETSET -> {
                acknowledged.put(o.argument(), o.completedNanos());
                remember(o);
            }
            case INCR, RPUSH, SADD -> remember(o);
            case WAIT -> confirmed(o);
            default -> {}
        }
    }

    private void remember(Operation write) {
        writes.put(new Writer(write.client(), write.key(), write.argument()), write);
    }

    private void confirmed(Operation wait) {
        if (!(wait.outcome() instanceof Outcome.Ok(Number(long replicas))) || replicas < 1) return;
        var write = writes.get(new Writer(wait.client(), wait.key(), wait.argument()));
        if (write == null || !write.node().equals(wait.node())) return;
        confirmed++;
        int have = 0;
        for (var node : scene.nodes()) {
            if (node.name().equals(wait.node())) continue;
            if (!node.runs() || has(node, write)) have++;
        }
        if (have >= replicas) return;
        broken(
                wait.completedNanos(),
                wait.node(),
                "%s says that %d replicas have %s, but %d have it"
                        .formatted(wait.node(), replicas, write, have));
    }

    private boolean has(Sight node, Operation write) {
        return switch (write.call()) {
            case RPUSH, SADD -> node.contains(write.key(), write.argument());
            case INCR -> {
                var held = node.number(write.key());
                yield held != null
                        && write.outcome() instanceof Outcome.Ok(Number(long sum))
                        && held >= sum;
            }
            default -> {
                // Another value is as good, unless it is older.
                var held = node.number(write.key());
                if (held == null) yield false;
                if (held == write.argument()) yield true;
                yield acknowledged.getOrDefault(held, Long.MAX_VALUE) > write.invokedNanos();
            }
        };
    }

    @Override
    void end(History history, Incidents incidents) {
        figure(Figure.count("writes confirmed by WAIT", confirmed));
    }
}
