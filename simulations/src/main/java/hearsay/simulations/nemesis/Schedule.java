package hearsay.simulations.nemesis;

import hearsay.simulations.diary.Diary;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.fault.When;
import hearsay.simulations.runtime.Agenda;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes appointments for what is to happen when a [When] says so.
final class Schedule {

    /// What happens then.
    @FunctionalInterface
    interface Deed {
        /// @param cause the entry of the diary that set it off, null if it is time that did
        void happen(@Nullable Entry cause);
    }

    private final Agenda agenda;
    private final Diary diary;
    private final long beginNanos;
    private final List<Diary.Listening> listenings = new ArrayList<>();
    private boolean over;

    /// Times count from now.
    Schedule(Agenda agenda, Diary diary) {
        this.agenda = agenda;
        this.diary = diary;
        beginNanos = agenda.nanos();
    }

    void add(When when, Deed deed, RandomGenerator chance) {
        switch (when) {
            case When.At(var time) -> at(time.toNanos(), () -> deed.happen(null));
            case When.Every(var gap, var from, var until) ->
                    every(from.toNanos(), gap.toNanos(), until.toNanos(), deed);
            case When.Between(var from, var until, var meanGap) -> {
                if (meanGap.isZero()) {
                    long moment = chance.nextLong(from.toNanos(), until.toNanos());
                    at(moment, () -> deed.happen(null));
                } else {
                    byChance(from.toNanos(), until.toNanos(), meanGap.toNanos(), deed, chance);
                }
            }
            case When.On on -> listen(on, deed);
        }
    }

    /// Nothing more happens.
    void end() {
        over = true;
        listenings.forEach(Diary.Listening::stop);
    }

    private void at(long nanos, Runnable what) {
        agenda.at(
                beginNanos + nanos,
                () -> {
                    if (!over) what.run();
                });
    }

    private void every(long nanos, long gap, long until, Deed deed) {
        if (nanos >= until) return;
        at(
                nanos,
                () -> {
                    deed.happen(null);
                    every(nanos + gap, gap, until, deed);
                });
    }

    private void byChance(long after, long until, long mean, Deed deed, RandomGenerator chance) {
        long next = after - (long) (mean * StrictMath.log(1 - chance.nextDouble()));
        if (next >= until) return;
        at(
                next,
                () -> {
                    deed.happen(null);
                    byChance(next, until, mean, deed, chance);
                });
    }

    private void listen(When.On on, Deed deed) {
        var heard = new int[1];
        listenings.add(
                diary.whenever(
                        on.event(),
                        entry -> {
                            int number = ++heard[0];
                            if (number < on.nth() || number >= on.nth() + on.times()) return;
                            agenda.after(
                                    on.delay().toNanos(),
                                    () -> {
                                        if (!over) deed.happen(entry);
                                    });
                        }));
    }
}
