package hearsay.simulations.runtime;

import akka.actor.Cancellable;
import org.jspecify.annotations.Nullable;

/// Something that is to happen at a certain time, unless it is cancelled before.
public final class Appointment implements Cancellable {

    private @Nullable Runnable deed;

    Appointment(Runnable deed) {
        this.deed = deed;
    }

    /// Does it, once, if it was not cancelled.
    void keep() {
        var due = deed;
        deed = null;
        if (due != null) due.run();
    }

    @Override
    public boolean cancel() {
        boolean pending = deed != null;
        deed = null;
        return pending;
    }

    /// Whether it will not happen any more: cancelled, or done.
    @Override
    public boolean isCancelled() {
        return deed == null;
    }
}
