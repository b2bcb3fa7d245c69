package hearsay.simulations.process;

import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// When the troubles of a story are due: by the clock, by chance, and because something happened.
///
/// Times are nanoseconds since the story's begin.
final class Occasions {

    /// Something to do.
    private record Due(long nanos, long order, Runnable deed) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private final List<Waiting> waiting = new ArrayList<>();
    private final Deed deed;
    private long order;

    /// One that waits for something to happen.
    private static final class Waiting {
        private final Trouble trouble;
        private final When.On on;
        private int heard;

        Waiting(Trouble trouble, When.On on) {
            this.trouble = trouble;
            this.on = on;
        }

        boolean isDue() {
            heard++;
            return heard >= on.nth() && heard < on.nth() + on.times();
        }
    }

    /// What to do when one is due.
    @FunctionalInterface
    interface Deed {
        void with(Trouble trouble);
    }

    Occasions(List<Trouble> troubles, RandomGenerator chance, Deed deed) {
        this.deed = deed;
        for (Trouble trouble : troubles) {
            switch (trouble.when()) {
                case When.At(var time) -> at(time.toNanos(), () -> deed.with(trouble));
                case When.Every(var gap, var from, var until) -> {
                    for (long nanos = from.toNanos();
                            nanos < until.toNanos();
                            nanos += gap.toNanos()) at(nanos, () -> deed.with(trouble));
                }
                case When.Between between -> {
                    for (long nanos : between(between, chance)) at(nanos, () -> deed.with(trouble));
                }
                case When.On on -> waiting.add(new Waiting(trouble, on));
            }
        }
    }

    void at(long nanos, Runnable deed) {
        due.add(new Due(nanos, order++, deed));
    }

    /// Something happened: what waits for it becomes due.
    ///
    /// @param nowNanos when it became known
    void hear(String word, long nowNanos) {
        for (Waiting one : waiting)
            if (one.on.event().equals(word) && one.isDue())
                at(nowNanos + one.on.delay().toNanos(), () -> deed.with(one.trouble));
    }

    /// Does what is due.
    void keep(long nowNanos) {
        for (Due next = due.peek(); next != null && next.nanos() <= nowNanos; next = due.peek()) {
            due.remove();
            next.deed().run();
        }
    }

    /// When the next is due, `Long.MAX_VALUE` if there is none.
    long nextNanos() {
        Due next = due.peek();
        return next == null ? Long.MAX_VALUE : next.nanos();
    }

    private static List<Long> between(When.Between between, RandomGenerator chance) {
        long from = between.from().toNanos();
        long until = between.until().toNanos();
        if (between.meanGap().isZero()) return List.of(chance.nextLong(from, until));
        List<Long> times = new ArrayList<>();
        double at = from;
        while (true) {
            at += chance.nextExponential() * between.meanGap().toNanos();
            if (at >= until) return times;
            times.add((long) at);
        }
    }
}
