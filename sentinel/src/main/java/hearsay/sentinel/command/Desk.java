package hearsay.sentinel.command;

import hearsay.sentinel.member.Effect;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.script.ScriptQueue;
import java.util.List;
import java.util.function.Consumer;

/// What commands need of the Sentinel that they are said to.
public interface Desk {

    Sentinel sentinel();

    ScriptQueue scripts();

    /// Carries out what a command has brought about, now or behind a save that is under way.
    void perform(List<Effect> effects);

    /// Tells somebody when everything so far is done: at once, or after a save.
    ///
    /// @param who is told whether the last save went well
    void then(Consumer<Boolean> who);

    /// Whether a save is under way.
    boolean isSaving();
}
