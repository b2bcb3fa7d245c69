package hearsay.simulations.workload;

import hearsay.client.connection.ConnectionSettings;
import hearsay.simulations.check.History;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A client of a workload: as many operations at once as a pipeline holds, then the next when all
/// of them are over and it is time. Who is late catches up.
///
/// Times between two pipelines vary by half around what the rate demands, so that clients do not
/// keep step.
final class Client extends Participant {

    /// Nobody asks more often than that when nothing is done.
    private static final long PAUSE_NANOS = 1_000_000;

    private final Workload workload;
    private final Job job;
    private final Runnable burst = this::burst;
    private final byte[][] waitWords;
    private final long endNanos;
    private final double intervalNanos;
    private long dueNanos;
    private @Nullable Runnable prepared;
    private long begunNanos;
    private int preparations;

    /// @param prepared told when what must be done before all else is done, by this client; null if
    ///   that is another's task
    /// @param beginNanos the history's time at which it begins
    /// @param endNanos likewise; what is under way then is finished
    Client(
            int number,
            Workload workload,
            Job job,
            @Nullable Runnable prepared,
            long beginNanos,
            long endNanos,
            Surroundings surroundings,
            History history,
            RandomGenerator chance,
            RandomGenerator clientsChance) {
        super(number, surroundings, history, chance, clientsChance);
        this.workload = workload;
        this.job = job;
        this.prepared = prepared;
        this.endNanos = endNanos;
        intervalNanos =
                workload.rate() == 0
                        ? 0
                        : 1e9 * workload.clients() * workload.pipeline() / workload.rate();
        dueNanos = beginNanos + (long) (intervalNanos * chance.nextDouble());
        waitWords =
                new byte[][] {
                    Texts.ascii("WAIT"),
                    Texts.number(workload.waitReplicas(), 1),
                    Texts.number(workload.waitTimeout().toMillis(), 1)
                };
    }

    /// A reply to WAIT takes longer than any other.
    @Override
    ConnectionSettings settings() {
        var usual = ConnectionSettings.DEFAULT;
        return usual.withTimeouts(
                usual.connectTimeoutMillis(),
                usual.commandTimeoutMillis() + workload.waitTimeout().toMillis());
    }

    @Override
    void opened() {
        if (prepared == null) later();
        else prepare(prepared);
    }

    @Override
    void idle() {
        if (prepared != null) {
            prepare(prepared);
            return;
        }
        dueNanos += (long) (intervalNanos * (0.5 + chance().nextDouble()));
        if (nanos() == begunNanos) dueNanos = Math.max(dueNanos, nanos() + PAUSE_NANOS);
        later();
    }

    private void prepare(Runnable whenDone) {
        var next = job.prepare(this, preparations++);
        if (next != null) {
            run(next);
            return;
        }
        prepared = null;
        whenDone.run();
        later();
    }

    @Override
    public boolean waits() {
        return workload.waitReplicas() > 0;
    }

    @Override
    public byte[][] waitWords() {
        return waitWords;
    }

    private void later() {
        if (Math.max(dueNanos, nanos()) >= endNanos) {
            end();
            return;
        }
        var unused = after(dueNanos - nanos(), burst);
    }

    private void burst() {
        if (isOver()) return;
        begunNanos = nanos();
        if (workload.pipeline() == 1) {
            run(job.next(this, chance()));
            return;
        }
        var errands = new ArrayList<Errand>(workload.pipeline());
        for (int i = 0; i < workload.pipeline(); i++) errands.add(job.next(this, chance()));
        run(errands);
    }
}
