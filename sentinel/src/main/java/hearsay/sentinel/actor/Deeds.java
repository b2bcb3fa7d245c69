package hearsay.sentinel.actor;

import hearsay.sentinel.member.Effect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is to be done, in order, where some of it must wait for the disk: behind an [Effect.Save]
/// nothing is done before the file is written.
final class Deeds {

    /// What the next deed is: an effect, or somebody who wants to know when all before is done.
    private sealed interface Deed {

        record Do(Effect effect) implements Deed {}

        record Tell(Consumer<Boolean> who) implements Deed {}
    }

    private final Consumer<Effect> hands;
    private final Consumer<Effect.Save> disk;
    private final Deque<Deed> waiting = new ArrayDeque<>();
    private boolean saving;
    private boolean savedWell = true;
    private boolean busy;

    /// @param hands carries out what is not a save
    /// @param disk begins a save; [#saved] is to be called when it is over
    Deeds(Consumer<Effect> hands, Consumer<Effect.Save> disk) {
        this.hands = hands;
        this.disk = disk;
    }

    boolean isSaving() {
        return saving;
    }

    void add(List<Effect> effects) {
        for (var effect : effects) waiting.add(new Deed.Do(effect));
        work();
    }

    /// Tells somebody when everything so far is done: at once, or after a save.
    ///
    /// @param who is told whether the last save went well
    void then(Consumer<Boolean> who) {
        waiting.add(new Deed.Tell(who));
        work();
    }

    /// A save is over.
    void saved(boolean well) {
        saving = false;
        savedWell = well;
        work();
    }

    /// Deeds may bring about others, which then come after all those that wait already.
    private void work() {
        if (busy) return;
        busy = true;
        try {
            for (var deed = next(); deed != null; deed = next()) carryOut(deed);
        } finally {
            busy = false;
        }
    }

    private @Nullable Deed next() {
        return saving ? null : waiting.poll();
    }

    private void carryOut(Deed deed) {
        switch (deed) {
            case Deed.Do(Effect.Save save) -> {
                saving = true;
                disk.accept(save);
            }
            case Deed.Do(Effect effect) -> hands.accept(effect);
            case Deed.Tell(var who) -> who.accept(savedWell);
        }
    }
}
