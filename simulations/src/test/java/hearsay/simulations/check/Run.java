package hearsay.simulations.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.diary.Happening;
import hearsay.node.server.Log;
import hearsay.simulations.diary.Deed;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Told;
import hearsay.simulations.network.Tap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One law, and a run told by a test: T is 2 s, and views have 10 s to settle.
final class Run {

    static final long SECOND = 1_000_000_000;
    static final long T = 2 * SECOND;

    final List<FakeSight> nodes = FakeSight.cluster();
    final History history = new History();
    private final Law law;
    private final Inspection inspection;
    private final @Nullable Tap tap;
    private long nanos = SECOND;
    private @Nullable Findings findings;

    Run(Law law) {
        this.law = law;
        var scene = new Scene(() -> nanos, nodes, T, 10 * T + 10 * SECOND, 10 * SECOND);
        inspection = new Inspection(scene, List.of(law.name()));
        tap = inspection.tap();
    }

    FakeSight node(int port) {
        return nodes.get(port - 7000);
    }

    /// Time passes, and the law looks ten times a second.
    Run pass(double seconds) {
        for (int i = 0; i < Math.round(seconds * 10); i++) {
            nanos += SECOND / 10;
            inspection.look();
        }
        return this;
    }

    /// Back to when the last operation was under way.
    Run meanwhile() {
        nanos -= 1_500_000;
        return this;
    }

    /// Delivers a message a millisecond after it was sent.
    Run says(FakeSight from, FakeSight to, BusMessage message) {
        Objects.requireNonNull(tap)
                .delivered(nanos, nanos + 1_000_000, from.ip(), to.ip(), message);
        return this;
    }

    Run loses(FakeSight from, FakeSight to, BusMessage message) {
        Objects.requireNonNull(tap).lost(nanos, from.ip(), to.ip(), message);
        return this;
    }

    Run says(FakeSight from, BusMessage message) {
        for (var to : nodes) if (to != from) says(from, to, message);
        return this;
    }

    Run happens(FakeSight to, Happening happening) {
        inspection.noted(new Entry(nanos, to.name(), Log.Level.NOTICE, new Told(happening)));
        return this;
    }

    Run done(String where, String word) {
        inspection.noted(new Entry(nanos, where, Log.Level.NOTICE, Deed.of(word, word)));
        return this;
    }

    Run healed() {
        inspection.healed();
        return this;
    }

    /// An operation that takes a millisecond, answered by 7000.
    Run asks(int client, String key, Call call, long argument, Outcome outcome) {
        boolean ok = outcome instanceof Outcome.Ok;
        return asks(client, key, call, argument, outcome, ok ? "7000" : "");
    }

    Run asks(int client, String key, Call call, long argument, Outcome outcome, String node) {
        long end = outcome instanceof Outcome.Unknown ? Operation.NEVER : nanos + 1_000_000;
        var operation = new Operation(client, key, call, argument, nanos, end, outcome, node);
        history.add(operation);
        nanos += 2_000_000;
        inspection.answered(operation);
        return this;
    }

    Run readsBack(String key, Call call, Outcome outcome) {
        return asks(Operation.READ_BACK, key, call, 0, outcome);
    }

    private Findings end() {
        if (findings == null) findings = inspection.end(history);
        return findings;
    }

    Run held() {
        var only = end().verdicts().getFirst();
        assertInstanceOf(Verdict.Held.class, only, only::toString);
        return this;
    }

    Run broken(String text) {
        var only = assertInstanceOf(Verdict.Broken.class, end().verdicts().getFirst());
        assertEquals(law, only.law());
        assertEquals(text, only.text());
        return this;
    }

    Run figure(String name, double number) {
        for (var figure : end().figures()) {
            if (!figure.name().equals(name)) continue;
            assertEquals(number, figure.number(), 1e-9, name);
            return this;
        }
        throw new AssertionError("no figure " + name + " among " + end().figures());
    }
}
