package hearsay.sentinel.script;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.member.Effect.Announce;
import hearsay.sentinel.script.Programs.Exit;
import hearsay.sentinel.script.Programs.Running;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The scripts that are to run, run, or are to run again.
///
/// At most 256 are in the queue: one more, and the oldest that does not run is dropped. At most 16
/// run. Who runs for longer than a minute is killed. Exit status 1, or a signal, means "again":
/// after 30 seconds, then after 60, and so on, ten times in all; any other but 0 is an error at
/// once.
///
/// Source: "High availability with Redis Sentinel", notification-script and client-reconfig-script
/// in sentinel.conf; D7.81.
public final class ScriptQueue {

    static final int QUEUED_MAX = 256;
    static final int RUNNING_MAX = 16;
    static final int RETRIES_MAX = 10;

    /// What a child answers that could not become the program it was to be.
    private static final int NOT_EXECUTABLE = 2;

    /// One script. Its id goes into the answer of its [Exit], for pids come again.
    private static final class Job {
        final long id;
        final List<String> words;
        @Nullable Running running;
        int attempts;

        /// While it runs, when it began; else not before when it is to run, 0 for at once.
        long startMillis;

        Job(long id, List<String> words) {
            this.id = id;
            this.words = words;
        }
    }

    /// A script as SENTINEL PENDING-SCRIPTS shows it.
    ///
    /// @param millis how long it has been running, or how long until it runs again
    public record Pending(
            List<String> words, boolean running, long pid, long millis, int attempts) {}

    /// Where to tell how a script ended.
    public interface Endings {
        void ended(long job, Exit exit);
    }

    private final Programs programs;
    private final Endings endings;
    private final LongSupplier maxRuntime;
    private final LongSupplier retryDelay;
    private final List<Job> jobs = new ArrayList<>();
    private long nextId;
    private int running;

    /// @param endings is told on any thread, and is to come back with [#ended]
    /// @param maxRuntime in milliseconds, may change
    /// @param retryDelay likewise
    public ScriptQueue(
            Programs programs, Endings endings, LongSupplier maxRuntime, LongSupplier retryDelay) {
        this.programs = programs;
        this.endings = endings;
        this.maxRuntime = maxRuntime;
        this.retryDelay = retryDelay;
    }

    public int length() {
        return jobs.size();
    }

    public int running() {
        return running;
    }

    public void add(List<String> words) {
        jobs.add(new Job(nextId++, words));
        if (jobs.size() <= QUEUED_MAX) return;
        for (var job : jobs) {
            if (job.running != null) continue;
            jobs.remove(job);
            return;
        }
    }

    /// Ten times a second: starts what is to start, ends what takes too long.
    public void tick(long nowMillis, Consumer<Announce> events) {
        for (var job : List.copyOf(jobs)) {
            if (running >= RUNNING_MAX) break;
            if (job.running == null && job.startMillis <= nowMillis) start(job, nowMillis, events);
        }
        for (var job : jobs) {
            var process = job.running;
            if (process == null) continue;
            if (nowMillis - job.startMillis <= maxRuntime.getAsLong()) continue;
            events.accept(warning("-script-timeout", job.words.getFirst() + " " + process.pid()));
            process.kill();
        }
    }

    private void start(Job job, long nowMillis, Consumer<Announce> events) {
        job.startMillis = nowMillis;
        job.attempts++;
        try {
            long id = job.id;
            var process = programs.start(job.words, exit -> endings.ended(id, exit));
            job.running = process;
            running++;
            events.accept(new Announce(Level.DEBUG, "+script-child", Long.toString(process.pid())));
        } catch (IOException cannotRun) {
            jobs.remove(job);
            events.accept(failure(job, new Exit(NOT_EXECUTABLE, 0)));
        }
    }

    /// A script has ended, as [Endings] was told.
    public void ended(long id, Exit exit, long nowMillis, Consumer<Announce> events) {
        for (var job : jobs) {
            var process = job.running;
            if (job.id != id || process == null) continue;
            var text = process.pid() + " " + exit.code() + " " + exit.signal();
            events.accept(new Announce(Level.DEBUG, "-script-child", text));
            job.running = null;
            running--;
            settle(job, exit, nowMillis, events);
            return;
        }
    }

    private void settle(Job job, Exit exit, long nowMillis, Consumer<Announce> events) {
        boolean again = exit.signal() != 0 || exit.code() == 1;
        if (again && job.attempts < RETRIES_MAX) {
            job.startMillis = nowMillis + (retryDelay.getAsLong() << job.attempts - 1);
            return;
        }
        jobs.remove(job);
        if (exit.signal() != 0 || exit.code() != 0) events.accept(failure(job, exit));
    }

    public List<Pending> pending(long nowMillis) {
        var all = new ArrayList<Pending>();
        for (var job : jobs) {
            var process = job.running;
            long millis =
                    process != null
                            ? nowMillis - job.startMillis
                            : Math.max(0, job.startMillis - nowMillis);
            long pid = process == null ? 0 : process.pid();
            all.add(new Pending(job.words, process != null, pid, millis, job.attempts));
        }
        return all;
    }

    private static Announce failure(Job job, Exit exit) {
        var text = job.words.getFirst() + " " + exit.signal() + " " + exit.code();
        return warning("-script-error", text);
    }

    private static Announce warning(String name, String text) {
        return new Announce(Level.WARNING, name, text);
    }
}
