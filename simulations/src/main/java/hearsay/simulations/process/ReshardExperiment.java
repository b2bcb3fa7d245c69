package hearsay.simulations.process;

import hearsay.gossip.model.SlotRange;
import hearsay.gossip.model.SlotSet;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.load.AllTypes;
import hearsay.simulations.process.load.Census;
import hearsay.simulations.process.load.Filling;
import hearsay.simulations.process.load.HearsayClient;
import hearsay.simulations.process.load.JedisClient;
import hearsay.simulations.process.load.LettuceClient;
import hearsay.simulations.process.load.Load;
import hearsay.simulations.process.reshard.NodeTrouble;
import hearsay.simulations.process.reshard.Prefer;
import hearsay.simulations.process.reshard.Reach;
import hearsay.simulations.process.reshard.Repairer;
import hearsay.simulations.process.reshard.SlotMover;
import hearsay.simulations.reshard.BadPlan;
import hearsay.simulations.reshard.ClusterPicture;
import hearsay.simulations.reshard.Diagnosis;
import hearsay.simulations.reshard.ReshardPlan;
import hearsay.simulations.reshard.SeenNode;
import hearsay.simulations.reshard.SlotMove;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Slots on the move under load, on one cluster: what `hearsay experiment reshard` does.
final class ReshardExperiment {

    static final String REPAIRED = "repaired";

    /// The reshard ended by itself before its middle.
    static final String NOBODY_KILLED = "nobody was killed";

    private static final int CLIENTS = 3;
    private static final long BEFORE_MILLIS = 2_000;
    private static final long AFTER_MILLIS = 1_000;
    private static final long FAILOVER_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int POLL_MILLIS = 200;

    private final ReshardScene scene;
    private final String kind;
    private final AllTypes keys;
    private final int slots;
    private final int rate;
    private final int times;
    private final Optional<String> failover;
    private final String fixBy;
    private final PrintWriter out;
    private final Progress progress;
    private boolean isWarm;
    private final RandomGenerator.SplittableGenerator chance =
            RandomGenerator.SplittableGenerator.of("L64X128MixRandom");

    ReshardExperiment(
            ReshardScene scene,
            String kind,
            AllTypes keys,
            int slots,
            int rate,
            int times,
            Optional<String> failover,
            String fixBy,
            PrintWriter out) {
        this.scene = scene;
        this.kind = kind;
        this.keys = keys;
        this.slots = slots;
        this.rate = rate;
        this.times = times;
        this.failover = failover;
        this.fixBy = fixBy;
        this.out = out;
        progress = new Progress(out);
    }

    void fill() throws InterruptedException {
        progress.step(
                "%s: making %,d keys of all types".formatted(kind, keys.count()),
                () -> {
                    try (var client = HearsayClient.to(scene.seeds())) {
                        Filling.fill(client, keys);
                    }
                    scene.awaitReplicas();
                });
    }

    /// All that will be measured, and back again, under the same load, until it gets no faster.
    void warmUp(int mostRounds) throws InterruptedException {
        if (mostRounds == 0) return;
        isWarm = true;
        List<Load> loads = loads("warm-up");
        var warmUp = new WarmUp();
        try (Reach reach = scene.reach()) {
            census(reach, "Taking the digest of every key to warm up");
            loads.forEach(Load::start);
            progress.step(
                    "Moving %,d slots there and back to warm up, until it gets no faster"
                            .formatted(slots),
                    () -> {
                        while (warmUp.rounds() < mostRounds && !warmUp.isOver()) {
                            long begin = System.nanoTime();
                            thereAndBack(reach);
                            warmUp.took((System.nanoTime() - begin) / 1e9);
                        }
                    });
            for (Load load : loads) load.stop();
        } finally {
            loads.forEach(Load::close);
        }
        out.printf(
                java.util.Locale.ROOT,
                "  %d times: the first took %.1f s, the last one %.1f s%n",
                warmUp.rounds(),
                warmUp.first(),
                warmUp.last());
        scene.awaitReplicas();
    }

    private void thereAndBack(Reach reach) throws InterruptedException {
        ClusterPicture before = agreed(reach);
        SeenNode last = before.masters().getLast();
        List<SeenNode> others = before.masters().subList(0, before.masters().size() - 1);
        move(reach, before, plan(before, others, last, slots));
        back(reach, others);
    }

    /// Gives the others again what they had.
    private void back(Reach reach, List<SeenNode> others) throws InterruptedException {
        for (SeenNode other : others) {
            ClusterPicture after = agreed(reach);
            SlotSet left = after.byId(other.id()).orElseThrow().slots();
            move(
                    reach,
                    after,
                    ReshardPlan.exactly(after, List.of(), other, other.slots().minus(left)));
        }
    }

    /// Slots that go to and fro may be left to nobody: if two masters of redis-server come to the
    /// same epoch, and the giver leaves the collision by a greater one before it hears that the
    /// slot is the taker's, then either gives it to the other.
    private ClusterPicture agreed(Reach reach) throws InterruptedException {
        ClusterPicture picture = reach.settled();
        if (picture.unowned().isEmpty() && picture.misled().isEmpty()) return picture;
        try {
            Diagnosis diagnosis = Diagnosis.of(picture, reach.keys(picture));
            out.print("repairs " + diagnosis.findings() + " ... ");
            repairer(reach, picture).repair(diagnosis.steps());
        } catch (NodeTrouble trouble) {
            throw new Refusal(trouble.text());
        }
        return reach.settled();
    }

    private static Repairer repairer(Reach reach, ClusterPicture picture) {
        return new Repairer(
                reach, picture, SlotMover.Settings.DEFAULT, new NobodyWatches(), Prefer.COPY);
    }

    private static SlotMover.Outcome move(Reach reach, ClusterPicture picture, List<SlotMove> moves)
            throws InterruptedException {
        return move(reach, picture, moves, new NobodyWatches());
    }

    private static SlotMover.Outcome move(
            Reach reach, ClusterPicture picture, List<SlotMove> moves, SlotMover.Watch watch)
            throws InterruptedException {
        var outcome = new SlotMover(reach, picture, SlotMover.Settings.DEFAULT, watch).move(moves);
        if (!outcome.isComplete()) throw new Refusal("The reshard failed: " + outcome.troubles());
        return outcome;
    }

    private static final class NobodyWatches implements SlotMover.Watch {
        @Override
        public void keys(int moved) {}

        @Override
        public void slots(int moved) {}
    }

    /// One reshard.
    ///
    /// @param tool hearsay: to the last master, from all others; redis-cli: from there to the first
    ReshardRun run(String tool) throws IOException, InterruptedException {
        List<Load> loads = loads(tool);
        try (Reach reach = scene.reach()) {
            Census before = census(reach, "Taking the digest of every key");
            loads.forEach(Load::start);
            TimeUnit.MILLISECONDS.sleep(BEFORE_MILLIS);
            if (isWarm)
                progress.step("And once more, after these digests", () -> thereAndBack(reach));
            List<String> notes = new ArrayList<>();
            Moved moved = failover.isPresent() ? interrupted(reach, notes) : median(tool, reach);
            TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS);
            for (Load load : loads) load.stop();
            Census after = census(reach, "Taking them again");
            List<ReshardRun.Client> clients = clients(loads);
            Census.Difference difference = after.since(before);
            explain(difference, moved, notes);
            for (String note : notes) out.println("  " + note);
            return new ReshardRun(
                    kind,
                    tool,
                    moved.slots(),
                    moved.keys(),
                    moved.seconds(),
                    clients,
                    difference,
                    notes);
        } catch (NodeTrouble trouble) {
            throw new Refusal(trouble.text());
        } finally {
            loads.forEach(Load::close);
        }
    }

    /// @param open what stood open when the tool gave up
    private record Moved(int slots, long keys, double seconds, List<SlotMove> open) {}

    private List<Load> loads(String tool) throws InterruptedException {
        double each = rate / (double) CLIENTS;
        var seeds = scene.seeds();
        return List.of(
                new Load(HearsayClient.to(seeds), keys, each, tool, chance.split()),
                new Load(new JedisClient(seeds), keys, each, tool, chance.split()),
                new Load(new LettuceClient(seeds), keys, each, tool, chance.split()));
    }

    private Census census(Reach reach, String what) throws InterruptedException {
        var taken = new ArrayList<Census>();
        progress.step(
                what,
                () -> {
                    try {
                        taken.add(Census.of(reach, reach.settled(), keys));
                    } catch (NodeTrouble trouble) {
                        throw new Refusal(trouble.text());
                    }
                });
        return taken.getFirst();
    }

    /// Of several times, with ours: a few seconds are short, and machines have their moods.
    /// redis-cli takes longer, and once does.
    private Moved median(String tool, Reach reach)
            throws IOException, InterruptedException, NodeTrouble {
        List<Moved> all = new ArrayList<>();
        ClusterPicture before = agreed(reach);
        all.add(moved(tool, reach));
        while (tool.equals("hearsay") && all.size() < times) {
            back(reach, before.masters().subList(0, before.masters().size() - 1));
            before = agreed(reach);
            all.add(moved(tool, reach));
        }
        all.sort(Comparator.comparingDouble(Moved::seconds));
        return all.get((all.size() - 1) / 2);
    }

    private Moved moved(String tool, Reach reach)
            throws IOException, InterruptedException, NodeTrouble {
        Moved moved = tool.equals("hearsay") ? byOurs(reach) : byRedisCli(reach);
        out.printf(
                java.util.Locale.ROOT,
                "Moved by %s: %d slots, %,d keys, %.1f s%n",
                tool,
                moved.slots(),
                moved.keys(),
                moved.seconds());
        out.flush();
        return moved;
    }

    private Moved byOurs(Reach reach) throws InterruptedException {
        ClusterPicture picture = reach.settled();
        List<SlotMove> moves = plan(picture);
        try (var bar = new MovingBar(kind, moves.size())) {
            var outcome = move(reach, picture, moves, bar);
            return new Moved((int) outcome.slots(), outcome.keys(), bar.seconds(), List.of());
        }
    }

    private List<SlotMove> plan(ClusterPicture picture) {
        return plan(picture, List.of(), picture.masters().getLast(), slots);
    }

    private static List<SlotMove> plan(
            ClusterPicture picture, List<SeenNode> from, SeenNode to, int count) {
        try {
            return ReshardPlan.count(picture, from, to, count);
        } catch (BadPlan bad) {
            throw new Refusal(String.valueOf(bad.getMessage()));
        }
    }

    private Moved byRedisCli(Reach reach) throws IOException, InterruptedException, NodeTrouble {
        ClusterPicture before = reach.settled();
        SeenNode from = before.masters().getLast();
        SeenNode to = before.masters().getFirst();
        long begin = System.nanoTime();
        String trouble =
                RedisCli.cluster(
                        scene.folder().resolve("redis-cli.log"),
                        "reshard",
                        from.address(),
                        "--cluster-from",
                        from.id(),
                        "--cluster-to",
                        to.id(),
                        "--cluster-slots",
                        Integer.toString(slots),
                        "--cluster-yes");
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!trouble.isEmpty()) throw new Refusal("redis-cli says:\n" + trouble);
        ClusterPicture after = reach.settled();
        SlotSet moved = after.byId(to.id()).orElseThrow().slots().minus(to.slots());
        int[] counts = reach.keys(after).getOrDefault(to.id(), new int[0]);
        long carried = 0;
        for (int slot = moved.next(0); slot >= 0; slot = moved.next(slot + 1))
            carried += counts[slot];
        return new Moved(moved.size(), carried, seconds, List.of());
    }

    // --- With a failover in the middle ---

    private Moved interrupted(Reach reach, List<String> notes)
            throws IOException, InterruptedException, NodeTrouble {
        ClusterPicture picture = reach.settled();
        List<SlotMove> moves = plan(picture);
        boolean source = failover.orElseThrow().equals("source");
        String victimId = source ? moves.getFirst().from() : moves.getFirst().to();
        SeenNode victim = picture.byId(victimId).orElseThrow();
        try (var bar = new MovingBar(kind, moves.size())) {
            var killer = new Killer(bar, moves.size() / 2, () -> scene.kill(victim.port()));
            var outcome =
                    new SlotMover(reach, picture, SlotMover.Settings.DEFAULT, killer).move(moves);
            var moved =
                    new Moved((int) outcome.slots(), outcome.keys(), bar.seconds(), outcome.open());
            notes.add(
                    killer.done.get()
                            ? "killed the " + failover.get() + ", " + victim.address()
                            : NOBODY_KILLED);
            outcome.troubles().forEach(notes::add);
            notes.add(
                    "half open: "
                            + SlotMover.describe(outcome.open(), picture)
                                    .strip()
                                    .replaceAll("\\s*\n\\s*", "; "));
            if (outcome.isComplete()) notes.add("but all was done before it died");
            repair(awaitFailover(reach, notes), reach, notes);
            return moved;
        }
    }

    /// Kills when half of the slots have arrived and some keys of the next ones.
    private static final class Killer implements SlotMover.Watch {
        private final SlotMover.Watch watch;
        private final long half;
        private final Runnable kill;
        private final AtomicLong slots = new AtomicLong();
        private final AtomicBoolean done = new AtomicBoolean();

        Killer(SlotMover.Watch watch, long half, Runnable kill) {
            this.watch = watch;
            this.half = half;
            this.kill = kill;
        }

        @Override
        public void keys(int moved) {
            watch.keys(moved);
            if (slots.get() >= half && done.compareAndSet(false, true)) kill.run();
        }

        @Override
        public void slots(int moved) {
            watch.slots(moved);
            slots.addAndGet(moved);
        }
    }

    private ClusterPicture awaitFailover(Reach reach, List<String> notes)
            throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            ClusterPicture picture = reach.picture();
            if (picture.silentMasters().isEmpty() && picture.unowned().isEmpty()) {
                notes.add(
                        "a replica took over within %.1f s"
                                .formatted((System.nanoTime() - begin) / 1e9));
                return reach.settled();
            }
            if (System.nanoTime() - begin > FAILOVER_NANOS)
                throw new Refusal("No replica took over:\n" + picture.list());
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private void repair(ClusterPicture picture, Reach reach, List<String> notes)
            throws IOException, InterruptedException, NodeTrouble {
        Diagnosis diagnosis = Diagnosis.of(picture, reach.keys(picture));
        diagnosis.findings().forEach(finding -> notes.add("found: " + finding));
        if (fixBy.equals("redis-cli")) {
            String trouble =
                    RedisCli.cluster(
                            scene.folder().resolve("redis-cli-fix.log"),
                            "fix",
                            picture.masters().getFirst().address(),
                            "--cluster-fix-with-unreachable-masters",
                            "--cluster-replace",
                            "--cluster-yes");
            if (!trouble.isEmpty()) notes.add("redis-cli --cluster fix: " + trouble);
        } else if (!diagnosis.isWell()) {
            repairer(reach, picture).repair(diagnosis.steps());
        }
        ClusterPicture after = reach.settled();
        Diagnosis left = Diagnosis.of(after, reach.keys(after));
        left.findings().forEach(finding -> notes.add("still: " + finding));
        notes.add(left.isWell() ? REPAIRED : "not repaired");
    }

    private List<ReshardRun.Client> clients(List<Load> loads) throws InterruptedException {
        List<ReshardRun.Client> clients = new ArrayList<>();
        try (var reader = HearsayClient.to(scene.seeds())) {
            for (Load load : loads)
                clients.add(
                        new ReshardRun.Client(
                                load.name(),
                                load.operations(),
                                load.failures(),
                                load.wrong(),
                                load.examples(),
                                load.count(reader),
                                load.latencies().millis(0.99),
                                load.latencies().maxMillis()));
        }
        return clients;
    }

    /// Where the lost keys were when it happened.
    private static void explain(Census.Difference difference, Moved moved, List<String> notes) {
        if (difference.lost().isEmpty()) return;
        var open = new SlotSet.Builder();
        for (SlotMove move : moved.open()) open.add(move.slot());
        SlotSet wereOpen = open.build();
        int there = 0;
        var lostSlots = new SlotSet.Builder();
        for (Map.Entry<Integer, Integer> lost : difference.lost().entrySet()) {
            lostSlots.add(lost.getKey());
            if (wereOpen.contains(lost.getKey())) there += lost.getValue();
        }
        List<SlotRange> ranges = lostSlots.build().ranges();
        notes.add(
                "%d keys are lost, %d of them of slots that were half open: acknowledged by a target that died before its replica had them; slots %s"
                        .formatted(
                                difference.lostInAll(),
                                there,
                                ranges.subList(0, Math.min(10, ranges.size()))));
    }
}
