package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.simulations.diary.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A law at work during one run: it is told what happens, and judges at the end.
///
/// What breaks it first is kept, the rest is counted.
abstract class Check {

    private final Law law;
    private final List<Figure> figures = new ArrayList<>();
    private Verdict.@Nullable Broken first;
    private int times;

    Check(Law law) {
        this.law = law;
    }

    Law law() {
        return law;
    }

    /// What a check wants to be told; it is told nothing else.
    enum Sense {
        BUS,
        DIARY,
        OPERATIONS,
        TIME
    }

    abstract List<Sense> senses();

    /// A message of the bus was delivered or, if it arrived at `Long.MAX_VALUE`, lost.
    void bus(long sentNanos, long arrivedNanos, String fromIp, String toIp, BusMessage message) {}

    void noted(Entry entry) {}

    /// An operation has entered the history.
    void answered(Operation operation) {}

    /// A tenth of a second has passed.
    void look(long nanos) {}

    /// The last fault has healed, or would have if there were any.
    void healed(long nanos) {}

    /// Since when all is as it should be in the end and nothing is expected to change any more;
    /// `Long.MAX_VALUE` if something is, 0 for a law that does not look.
    long settledSince() {
        return 0;
    }

    /// The run is over, and everything should be quiet.
    void end(History history, Incidents incidents) {}

    final void broken(long nanos, String who, String text) {
        times++;
        if (first == null) first = new Verdict.Broken(law, text, nanos, who);
    }

    final boolean isBroken() {
        return first != null;
    }

    final int times() {
        return times;
    }

    final void figure(Figure figure) {
        figures.add(figure);
    }

    final List<Figure> figures() {
        return List.copyOf(figures);
    }

    /// After [#end].
    Verdict verdict() {
        return first == null ? new Verdict.Held(law) : first;
    }
}
