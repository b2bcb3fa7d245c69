package hearsay.simulations.fault;

import java.time.Duration;

/// When a fault happens, counted from the begin of the story.
public sealed interface When {

    /// Once.
    record At(Duration time) implements When {
        public At {
            Checks.notNegative("the time of a fault", time);
        }
    }

    /// Again and again: at `from`, and then each time after `gap`, as long as it is before `until`.
    record Every(Duration gap, Duration from, Duration until) implements When {
        public Every {
            Checks.positive("the time between two faults", gap);
            checkRange(from, until);
        }
    }

    /// By chance, at any time equally likely.
    ///
    /// @param meanGap how long after one the next comes, on average (exponentially distributed);
    ///   zero for a single one at any moment between both
    record Between(Duration from, Duration until, Duration meanGap) implements When {
        public Between {
            checkRange(from, until);
            Checks.notNegative("the mean time between two faults", meanGap);
        }
    }

    /// When the diary tells of something.
    ///
    /// @param event the diary's word for it
    /// @param delay how long after; zero: before anything else happens
    /// @param nth with which such event it begins: 1 is the first
    /// @param times for how many of them from then on
    record On(String event, Duration delay, int nth, int times) implements When {
        public On {
            if (event.isBlank()) throw new IllegalArgumentException("on which event?");
            Checks.notNegative("the delay after an event", delay);
            if (nth < 1) throw new IllegalArgumentException("events are counted from 1");
            if (times < 1) throw new IllegalArgumentException("a fault happens at least once");
        }
    }

    private static void checkRange(Duration from, Duration until) {
        Checks.notNegative("the time of a fault", from);
        if (until.compareTo(from) <= 0)
            throw new IllegalArgumentException(
                    "from " + Text.of(from) + " until " + Text.of(until) + " there is no time");
    }
}
