package hearsay.simulations.process;

import hearsay.client.connection.Endpoint;
import hearsay.client.connection.Ports;
import hearsay.gossip.model.SlotRange;
import hearsay.gossip.routing.HashSlot;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.process.Sight.Answers;
import hearsay.simulations.process.Writer.Acknowledged;
import hearsay.simulations.topology.Plan;
import hearsay.simulations.topology.Plan.Seat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The story of one killed master, on a cluster that runs: writers, SIGKILL, the first write on the
/// promoted replica, agreement, restart, in sync again, and a look at what is left of the writes.
///
/// ```
///   writers start      links cut   SIGKILL   first write   all agree   new process   in sync
///        |---- 1 to 2 s ----|---------|-----------|------------|-- 0.5 s --|-------------|   all are read back
/// ```
///
/// The kill comes at a random moment, because the nodes' pings have a rhythm that the runs must not
/// keep time with. Every time is taken from one clock that only goes forward.
final class KillMaster {

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RHYTHM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TAIL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int POLL_MILLIS = 20;
    private static final int REPLY_MILLIS = 5_000;

    /// Long enough that a node which is only slow does not count as one that refuses.
    private static final long WRITER_REPLY_MILLIS = 1_000;

    private static final long PROBE_REPLY_MILLIS = 250;

    private final Path folder;
    private final Plan plan;
    private final int rate;
    private final int cutMillis;
    private final Ports ports;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    /// @param rate writes a second, of all shards together
    /// @param cutMillis how long before the kill the replicas of the victim are cut off; 0: not at
    ///   all
    KillMaster(
            Path folder,
            Plan plan,
            int rate,
            int cutMillis,
            Ports ports,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.folder = folder;
        this.plan = plan;
        this.rate = rate;
        this.cutMillis = cutMillis;
        this.ports = ports;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /// One shard at the beginning of a run.
    ///
    /// @param slot the one that is written to
    /// @param keyPrefix of the keys of this run, all in that slot
    private record Shard(int slot, String keyPrefix, Row master, List<Row> replicas) {
        List<Endpoint> endpoints() {
            List<Endpoint> all = new ArrayList<>(List.of(endpoint(master.member())));
            for (Row replica : replicas) all.add(endpoint(replica.member()));
            return all;
        }
    }

    /// Seconds since the start of a node's new process.
    private record Restart(double answered, double inSync) {}

    /// @param number 0 for the first run; says whose turn it is
    KillMasterRun run(int number) throws IOException, InterruptedException {
        Overview before = awaitHealth();
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < plan.masters(); i++) shards.add(shard(i, number, before));
        Shard victim = shards.get(number % plan.masters());
        // With a cut the whole rate goes to the victim, so that the loss is rate times time.
        List<Shard> written = cutMillis > 0 ? List.of(victim) : shards;
        Map<Integer, Writer> writers = new TreeMap<>();
        for (Shard shard : written) writers.put(shard.slot(), writer(shard, written.size()));
        try {
            writers.values().forEach(Writer::start);
            return tell(victim, written, writers, before);
        } finally {
            for (Writer writer : writers.values()) writer.stop();
        }
    }

    private KillMasterRun tell(
            Shard victim, List<Shard> written, Map<Integer, Writer> writers, Overview before)
            throws IOException, InterruptedException {
        Member member = victim.master().member();
        try (var survivors =
                new ShardClient(
                        victim.replicas().stream().map(r -> endpoint(r.member())).toList(),
                        PROBE_REPLY_MILLIS,
                        ports)) {
            survivors.connect();
            var probe = new Probe(survivors, victim.keyPrefix() + "probe", nanoTime);
            sleep(WARM_UP_NANOS + random.nextLong(RHYTHM_NANOS));
            OptionalDouble cut = OptionalDouble.empty();
            long killed;
            if (cutMillis > 0) {
                long cutAt = cut(victim);
                killed = killAt(cutAt + TimeUnit.MILLISECONDS.toNanos(cutMillis), member);
                cut = OptionalDouble.of((killed - cutAt) / 1e9);
                for (Row replica : victim.replicas()) Signal.CONT.to(process(replica));
            } else {
                killed = killAt(nanoTime.getAsLong(), member);
            }
            Probe.Found found = probe.await(killed + PATIENCE_NANOS);
            Member promoted = memberAt(found.node());
            long agreed = awaitAgreement(victim, promoted);
            sleep(TAIL_NANOS);
            Restart restart = restart(victim.master(), promoted);
            for (Writer writer : writers.values()) writer.stop();
            Overview after = awaitHealth();
            List<ShardOutcome> outcomes = new ArrayList<>();
            for (Shard shard : written)
                outcomes.add(outcome(shard, shard.slot() == victim.slot(), writers, after, killed));
            var run =
                    new KillMasterRun(
                            member.port(),
                            promoted.port(),
                            (found.nanos() - killed) / 1e9,
                            (agreed - killed) / 1e9,
                            restart.answered(),
                            restart.inSync(),
                            cut,
                            found.troubles(),
                            outcomes,
                            otherFailovers(victim, before, after));
            clear(after);
            return run;
        }
    }

    private Shard shard(int index, int run, Overview overview) {
        var slots = seats().get(index).slots().orElseThrow();
        int tag = 0;
        while (!isIn(slots, HashSlot.of(Integer.toString(tag)))) tag++;
        int slot = HashSlot.of(Integer.toString(tag));
        Row master = owner(overview, slot);
        List<Row> replicas = overview.replicasOf(master);
        if (replicas.isEmpty())
            throw new Refusal("The master %d has no replica.".formatted(master.member().port()));
        return new Shard(slot, "{" + tag + "}:" + run + ":", master, replicas);
    }

    private Writer writer(Shard shard, int shards) throws InterruptedException {
        var client = new ShardClient(shard.endpoints(), WRITER_REPLY_MILLIS, ports);
        client.connect();
        return new Writer(client, shard.keyPrefix(), (double) rate / shards, nanoTime);
    }

    /// Cuts the replicas off.
    ///
    /// To stop them is not enough: the kernel goes on taking what the master sends, and they would
    /// read it when they continue. So the master also closes their connections; as long as they are
    /// stopped they cannot make new ones.
    ///
    /// @return when no further write could reach them
    private long cut(Shard victim) throws IOException {
        for (Row replica : victim.replicas()) Signal.STOP.to(process(replica));
        Member master = victim.master().member();
        try (var connection = RespConnection.to(master.host(), master.port(), REPLY_MILLIS)) {
            int closed = Integer.parseInt(connection.call("CLIENT", "KILL", "TYPE", "replica"));
            long now = nanoTime.getAsLong();
            if (closed != victim.replicas().size())
                throw new Refusal("%d has closed %d links.".formatted(master.port(), closed));
            return now;
        }
    }

    /// @return when SIGKILL was sent
    private long killAt(long due, Member member) throws InterruptedException {
        ProcessHandle process =
                member.process()
                        .orElseThrow(() -> new Refusal(member.port() + " does not run any more."));
        Writer.sleepUntil(due, nanoTime);
        long now = nanoTime.getAsLong();
        Signal.KILL.to(process);
        return now;
    }

    /// Until all but the dead one say cluster_state:ok and know who serves the slot now.
    private long awaitAgreement(Shard victim, Member promoted) throws InterruptedException {
        int dead = victim.master().member().port();
        List<Member> left = new ArrayList<>(state().members());
        left.removeIf(m -> m.port() == dead);
        long deadline = nanoTime.getAsLong() + PATIENCE_NANOS;
        while (true) {
            left.removeIf(m -> agrees(m, victim.slot(), promoted.port()));
            if (left.isEmpty()) return nanoTime.getAsLong();
            refuseAfter(deadline, left.getFirst().port() + " does not agree");
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean agrees(Member member, int slot, int port) {
        return Sight.of(member, folder, true)
                .answers()
                .filter(said -> said.clusterState().equals("ok"))
                .filter(said ->
                        said.nodes().stream()
                                .anyMatch(
                                        line -> line.port() == port && line.slots().contains(slot)))
                .isPresent();
    }

    private static ProcessHandle process(Row row) {
        int port = row.member().port();
        return row.member()
                .process()
                .orElseThrow(() -> new Refusal("%d does not run.".formatted(port)));
    }

    /// The killed node again, under its old id: until it follows the new master, in sync.
    private Restart restart(Row victim, Member promoted) throws InterruptedException {
        Member old = victim.member();
        Ending.kill(old);
        StateFile state = state();
        long started = nanoTime.getAsLong();
        Member member = Starting.again(folder, List.of(old), state.jvmOptions()).getFirst();
        state.with(member).write(folder);
        long answered = 0;
        while (true) {
            Optional<Answers> said = Sight.of(member, folder, true).answers();
            long now = nanoTime.getAsLong();
            if (said.isPresent() && answered == 0) answered = now;
            if (said.filter(a -> isSynced(a, victim.id(), promoted.port())).isPresent())
                return new Restart((answered - started) / 1e9, (now - started) / 1e9);
            refuseAfter(started + PATIENCE_NANOS, old.port() + " is not in sync again");
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean isSynced(Answers said, String id, int masterPort) {
        return !said.isMaster()
                && said.linkIsUp()
                && !said.isSyncing()
                && said.masterPort() == masterPort
                && said.nodes().stream().anyMatch(line -> line.isMyself() && line.id().equals(id));
    }

    private ShardOutcome outcome(
            Shard shard, boolean victims, Map<Integer, Writer> writers, Overview after, long killed)
            throws InterruptedException {
        Writer writer = Optional.ofNullable(writers.get(shard.slot())).orElseThrow();
        Endpoint owner = endpoint(owner(after, shard.slot()).member());
        List<Acknowledged> lost =
                new ReadBack(owner, ports).missing(shard.keyPrefix(), writer.acknowledged());
        return ShardOutcome.of(
                shard.master().member().port(),
                victims,
                writer.acknowledged().size(),
                lost,
                writer.troubles(),
                killed);
    }

    private int otherFailovers(Shard victim, Overview before, Overview after) {
        int count = 0;
        for (Seat seat : seats()) {
            if (seat.slots().isEmpty() || isIn(seat.slots().get(), victim.slot())) continue;
            int slot = seat.slots().get().first();
            if (!owner(before, slot).id().equals(owner(after, slot).id())) count++;
        }
        return count;
    }

    /// So that a later run does not take longer because a snapshot has grown.
    private void clear(Overview after) throws IOException {
        for (Row row : after.rows()) {
            if (!row.isMaster()) continue;
            Member master = row.member();
            try (var node = RespConnection.to(master.host(), master.port(), REPLY_MILLIS)) {
                node.call("FLUSHALL");
            }
        }
    }

    /// Until every node is up, says cluster_state:ok, and each replica has all that its master has.
    private Overview awaitHealth() throws InterruptedException {
        long deadline = nanoTime.getAsLong() + PATIENCE_NANOS;
        while (true) {
            Overview overview = Overview.of(Sight.all(folder, state()));
            boolean equal =
                    overview.rows().stream().allMatch(r -> r.isMaster() || r.lagBytes() == 0);
            if (overview.isWell() && equal) return overview;
            refuseAfter(deadline, "the cluster is not well:\n\n" + overview.table());
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void refuseAfter(long deadline, String what) {
        if (nanoTime.getAsLong() - deadline > 0) throw new Refusal("Time is up: " + what);
    }

    private void sleep(long nanos) throws InterruptedException {
        Writer.sleepUntil(nanoTime.getAsLong() + nanos, nanoTime);
    }

    private Member memberAt(Endpoint node) {
        return state().members().stream()
                .filter(m -> m.port() == node.port())
                .findFirst()
                .orElseThrow();
    }

    private StateFile state() {
        return StateFile.read(folder)
                .orElseThrow(() -> new Refusal("The cluster in " + folder + " is gone."));
    }

    private List<Seat> seats() {
        return plan.seats();
    }

    private static boolean isIn(SlotRange range, int slot) {
        return range.first() <= slot && slot <= range.last();
    }

    private static Row owner(Overview overview, int slot) {
        return overview.masterOf(slot)
                .orElseThrow(() -> new Refusal("Nobody serves slot " + slot + "."));
    }

    private static Endpoint endpoint(Member member) {
        return new Endpoint(member.host(), member.port());
    }
}
