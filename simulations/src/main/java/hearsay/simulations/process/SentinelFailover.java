package hearsay.simulations.process;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.process.Writer.Acknowledged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The story of one killed master that sentinels watch: a writer, SIGKILL, the sentinels' answer,
/// the first write on the promoted replica, a restart, in sync again, and a look at what is left of
/// the writes.
///
/// ```
///   writer starts         SIGKILL      first, last changed answer    first write   new process   in sync
///        |---- 1 to 2 s -----|-------------------|------|----------------|-- 0.5 s --|-------------|   all are read back
/// ```
///
/// The kill comes at a random moment, because the sentinels' pings have a rhythm that the runs must
/// not keep time with.
final class SentinelFailover {

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RHYTHM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TAIL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int POLL_MILLIS = 50;
    private static final long WRITER_REPLY_MILLIS = 1_000;
    private static final long PROBE_REPLY_MILLIS = 250;

    private final Path folder;
    private final int rate;
    private final Ports ports;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    /// @param rate writes a second
    SentinelFailover(
            Path folder, int rate, Ports ports, LongSupplier nanoTime, RandomGenerator random) {
        this.folder = folder;
        this.rate = rate;
        this.ports = ports;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /// @param number 0 for the first run
    SentinelFailoverRun run(int number) throws IOException, InterruptedException {
        Overview before = awaitHealth();
        Row master = master(before);
        List<Row> replicas = before.replicasOf(master);
        var prefix = "run:" + number + ":";
        List<Endpoint> all = new ArrayList<>(List.of(endpoint(master)));
        replicas.forEach(replica -> all.add(endpoint(replica)));
        var client = new ShardClient(all, WRITER_REPLY_MILLIS, ports);
        client.connect();
        var writer = new Writer(client, prefix, rate, nanoTime);
        var watchers = before.sentinels().stream().map(Row::member).toList();
        var oracle = new Oracle(watchers, master.member().port(), nanoTime);
        try (var survivors =
                new ShardClient(
                        replicas.stream().map(SentinelFailover::endpoint).toList(),
                        PROBE_REPLY_MILLIS,
                        ports)) {
            survivors.connect();
            writer.start();
            oracle.start();
            var probe = new Probe(survivors, prefix + "probe", nanoTime);
            return tell(master, prefix, writer, oracle, probe);
        } finally {
            writer.stop();
            oracle.stop();
        }
    }

    private SentinelFailoverRun tell(
            Row master, String prefix, Writer writer, Oracle oracle, Probe probe)
            throws InterruptedException, IOException {
        Member victim = master.member();
        sleep(WARM_UP_NANOS + random.nextLong(RHYTHM_NANOS));
        ProcessHandle process = victim.process().orElseThrow();
        long killed = nanoTime.getAsLong();
        Signal.KILL.to(process);
        long deadline = killed + PATIENCE_NANOS;
        Probe.Found found = probe.await(deadline);
        List<Long> changes = oracle.await(deadline);
        sleep(TAIL_NANOS);
        double inSync = restart(victim);
        writer.stop();
        Overview after = awaitHealth();
        Endpoint owner = endpoint(master(after));
        List<Acknowledged> lost = new ReadBack(owner, ports).missing(prefix, writer.acknowledged());
        var outcome =
                ShardOutcome.of(
                        victim.port(),
                        true,
                        writer.acknowledged().size(),
                        lost,
                        writer.troubles(),
                        killed);
        clear(owner);
        return new SentinelFailoverRun(
                victim.port(),
                found.node().port(),
                (changes.getFirst() - killed) / 1e9,
                (changes.getLast() - killed) / 1e9,
                (found.nanos() - killed) / 1e9,
                inSync,
                outcome);
    }

    /// The killed node again: until it follows the new master, in sync. Seconds.
    private double restart(Member old) throws InterruptedException {
        Ending.kill(old);
        StateFile state = state();
        long started = nanoTime.getAsLong();
        Member member = Starting.again(folder, List.of(old), state.jvmOptions()).getFirst();
        state.with(member).write(folder);
        while (true) {
            boolean synced =
                    Sight.of(member, folder, false)
                            .answers()
                            .filter(said -> !said.isMaster() && said.linkIsUp())
                            .filter(said -> !said.isSyncing())
                            .isPresent();
            if (synced) return (nanoTime.getAsLong() - started) / 1e9;
            refuseAfter(started + PATIENCE_NANOS, old.port() + " is not in sync again");
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// So that a later run does not take longer because a snapshot has grown.
    private static void clear(Endpoint master) throws IOException {
        try (var node = RespConnection.to(master.host(), master.port(), 5_000)) {
            node.call("FLUSHALL");
        }
    }

    /// Until all nodes are up and in sync, and all sentinels agree on a master that is well, with
    /// every replica and all of themselves.
    private Overview awaitHealth() throws InterruptedException {
        long deadline = nanoTime.getAsLong() + PATIENCE_NANOS;
        while (true) {
            Overview overview = Overview.of(Sight.all(folder, state()));
            if (overview.isWell() && agree(overview)) return overview;
            refuseAfter(deadline, "not all is well:\n\n" + overview.table());
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean agree(Overview overview) {
        List<Row> masters = overview.rows().stream().filter(Row::isMaster).toList();
        if (masters.size() != 1) return false;
        Row master = masters.getFirst();
        int replicas = overview.replicasOf(master).size();
        List<Row> sentinels = overview.sentinels();
        boolean complete = 1 + replicas + sentinels.size() == overview.rows().size();
        return complete
                && sentinels.stream().allMatch(row -> knows(row, master, replicas, sentinels));
    }

    private static boolean knows(Row sentinel, Row master, int replicas, List<Row> sentinels) {
        Optional<SentinelView> watch = sentinel.answers().flatMap(Sight.Answers::watch);
        return watch.isPresent()
                && watch.get().port() == master.member().port()
                && watch.get().replicas() == replicas
                && watch.get().sentinels() == sentinels.size();
    }

    private static Row master(Overview overview) {
        return overview.rows().stream().filter(Row::isMaster).findFirst().orElseThrow();
    }

    private void refuseAfter(long deadline, String what) {
        if (nanoTime.getAsLong() - deadline > 0) throw new Refusal("Time is up: " + what);
    }

    private void sleep(long nanos) throws InterruptedException {
        Writer.sleepUntil(nanoTime.getAsLong() + nanos, nanoTime);
    }

    private StateFile state() {
        return StateFile.read(folder)
                .orElseThrow(() -> new Refusal("What ran in " + folder + " is gone."));
    }

    private static Endpoint endpoint(Row row) {
        return new Endpoint(row.member().host(), row.member().port());
    }
}
