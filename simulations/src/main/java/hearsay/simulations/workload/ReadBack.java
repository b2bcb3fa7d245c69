package hearsay.simulations.workload;

import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;

/// Reads every key that occurs in the history, some at a time, once all is quiet: what the masters
/// hold, against which acknowledged writes are accounted for.
final class ReadBack extends Participant {

    private static final int AT_ONCE = 32;

    private final Queue<Errand> toRead = new ArrayDeque<>();
    private final Runnable done;

    ReadBack(
            List<Job> jobs,
            Surroundings surroundings,
            History history,
            RandomGenerator chance,
            RandomGenerator clientsChance,
            Runnable done) {
        super(Operation.READ_BACK, surroundings, history, chance, clientsChance);
        this.done = done;
        for (var key : history.keys())
            for (var job : jobs) {
                var errand = job.read(this, key);
                if (errand != null) toRead.add(errand);
            }
    }

    @Override
    void opened() {
        idle();
    }

    @Override
    void idle() {
        var some = new ArrayList<Errand>();
        while (some.size() < AT_ONCE && !toRead.isEmpty()) some.add(toRead.remove());
        if (some.isEmpty()) {
            end();
            done.run();
        } else {
            run(some);
        }
    }
}
