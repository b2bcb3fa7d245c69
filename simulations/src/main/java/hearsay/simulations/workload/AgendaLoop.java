package hearsay.simulations.workload;

import hearsay.client.connection.Loop;
import hearsay.simulations.runtime.Agenda;

/// A client's loop in virtual time: the thread of the simulation, on which everybody always is.
///
/// What a task executes comes after it, at the same nanosecond, as on any event loop: so requests
/// that are made in one go leave together.
public final class AgendaLoop implements Loop {

    private final Agenda agenda;

    public AgendaLoop(Agenda agenda) {
        this.agenda = agenda;
    }

    @Override
    public void execute(Runnable task) {
        var unused = agenda.after(0, task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return agenda.after(delayNanos, task)::cancel;
    }

    @Override
    public long nanoTime() {
        return agenda.nanos();
    }

    @Override
    public boolean inLoop() {
        return true;
    }
}
