package hearsay.sentinel.member;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What one event makes a Sentinel do, in order.
///
/// Redis rewrites sentinel.conf at once for each reason to do so. Here one event writes one file,
/// in the place of the first, with what is true at the end of the event: nothing that was to wait
/// for a file leaves before its content is written.
final class Outbox {

    private static final int CRASH_STATUS = 99;
    private static final int NOWHERE = -1;

    private List<Effect> effects = new ArrayList<>();
    private int saveAt = NOWHERE;
    private boolean saveLater;
    private boolean crashed;

    void add(Effect effect) {
        if (!crashed) effects.add(effect);
    }

    /// What follows must not be said before the file is written.
    void save() {
        if (saveAt == NOWHERE && !crashed) saveAt = effects.size();
    }

    /// What follows may be said before the file is written: at the next tick.
    void saveLater() {
        saveAt = NOWHERE;
        saveLater = true;
    }

    void saveWhatWaits() {
        if (saveLater) save();
        saveLater = false;
    }

    /// The process ends here: nothing can follow, not even later.
    void crash() {
        add(new Effect.Crash(CRASH_STATUS));
        crashed = true;
    }

    List<Effect> drain(Supplier<Settings> conf) {
        if (saveAt != NOWHERE) effects.add(saveAt, new Effect.Save(conf.get()));
        saveAt = NOWHERE;
        if (effects.isEmpty()) return List.of();
        var drained = effects;
        effects = new ArrayList<>();
        return drained;
    }
}
