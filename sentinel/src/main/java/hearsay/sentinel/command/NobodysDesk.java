package hearsay.sentinel.command;

import hearsay.sentinel.member.Effect;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.script.ScriptQueue;
import java.util.List;
import java.util.function.Consumer;

/// For a table whose commands nobody calls.
final class NobodysDesk implements Desk {

    private static final String NOBODY = "nobody is there";

    @Override
    public Sentinel sentinel() {
        throw new IllegalStateException(NOBODY);
    }

    @Override
    public ScriptQueue scripts() {
        throw new IllegalStateException(NOBODY);
    }

    @Override
    public void perform(List<Effect> effects) {
        throw new IllegalStateException(NOBODY);
    }

    @Override
    public void then(Consumer<Boolean> who) {
        throw new IllegalStateException(NOBODY);
    }

    @Override
    public boolean isSaving() {
        return false;
    }
}
