package hearsay.simulations.process;

import hearsay.gossip.model.NodeId;
import hearsay.simulations.check.Figure;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;

/// One story told once, on a cluster of processes that runs.
///
/// ```
///   all well     clients start, troubles come and go       all healed, clients end    all agree
///   |-- empty --|--------------------- lasts ------------------|---- settles at most ----|-- read back
/// ```
///
/// One clock for everything, that of this process: what is done is noted with it, and the lines of
/// the logs, which are written on the same machine, are put beside it to the millisecond.
final class RealPlay {

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int POLL_MILLIS = 50;
    private static final int REPLY_MILLIS = 5_000;

    private final Path folder;
    private final Story story;
    private final SplittableGenerator chance;
    private final Consumer<Entry> audience;
    private long beginNanos;

    /// @param audience is told what is done to the cluster, when it is done
    RealPlay(Path folder, Story story, SplittableGenerator chance, Consumer<Entry> audience) {
        this.folder = folder;
        this.story = story;
        this.chance = chance;
        this.audience = audience;
    }

    /// What came of it.
    record Outcome(
            Diary diary,
            History history,
            List<Verdict> verdicts,
            List<Figure> figures,
            long nanos) {}

    Outcome run() throws IOException, InterruptedException {
        Overview overview = awaitHealth();
        clear(overview);
        awaitHealth();
        var history = new History();
        long beginMillis = System.currentTimeMillis();
        beginNanos = System.nanoTime();
        var deeds = new Diary(this::nanos);
        for (Row row : overview.rows()) deeds.names().put(new NodeId(row.id()), name(row));
        deeds.whenever(audience);
        List<LogReader> logs = logs(overview, beginMillis);
        long healed;
        long agreed;
        List<Look> looks;
        try (var watch = new Watch(folder, this::nanos);
                var clients =
                        new RealClients(
                                story.workloads(), overview, history, beginNanos, chance.split())) {
            var troubles =
                    new RealTroubles(
                            folder, story.troubles(), deeds, watch::overview, chance.split());
            for (LogReader log : logs) log.diary().whenever(entry -> troubles.hear(entry, nanos()));
            watch.start();
            clients.begin();
            play(troubles, logs, story.lasts().toNanos());
            troubles.healProcesses();
            healed = nanos();
            clients.end();
            agreed = awaitAgreement(watch, logs, healed + story.settles().toNanos());
            clients.readBack();
            looks = watch.looks();
        }
        Overview after = Overview.of(Sight.all(folder, state()));
        List<Verdict> verdicts = new ArrayList<>();
        Verdict converged = converged(agreed, looks);
        Verdict equal = equal(after, agreed);
        for (LogReader log : logs) log.read();
        Diary diary = merged(deeds, logs);
        verdicts.addAll(OutsideLaws.of(looks, diary.entries()));
        verdicts.add(converged);
        verdicts.add(equal);
        verdicts.removeIf(verdict -> !story.laws().contains(verdict.law().name()));
        List<Figure> figures = new ArrayList<>(StoryFigures.of(diary.entries(), history));
        if (agreed >= 0) figures.add(new Figure("agreed after", (agreed - healed) / 1e6, "ms"));
        return new Outcome(diary, history, verdicts, figures, nanos());
    }

    private long nanos() {
        return System.nanoTime() - beginNanos;
    }

    private void play(RealTroubles troubles, List<LogReader> logs, long untilNanos)
            throws InterruptedException {
        for (long now = nanos(); now < untilNanos; now = nanos()) {
            for (LogReader log : logs) log.read();
            troubles.keep(nanos());
            long next = Math.min(Math.min(troubles.nextNanos(), untilNanos), now + STEP_NANOS);
            long left = next - nanos();
            if (left > 0) TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private List<LogReader> logs(Overview overview, long beginMillis) {
        List<LogReader> logs = new ArrayList<>();
        for (Row row : overview.rows()) {
            var nodeFolder = new NodeFolder(row.member().folder(folder));
            var log =
                    new LogReader(name(row), nodeFolder.log(), nodeFolder.sizeOfLog(), beginMillis);
            log.begin(row.isMaster());
            logs.add(log);
        }
        return logs;
    }

    /// @return when all agreed, -1 if they did not in time
    private long awaitAgreement(Watch watch, List<LogReader> logs, long deadline)
            throws InterruptedException {
        int seen = watch.looks().size();
        while (true) {
            for (LogReader log : logs) log.read();
            List<Look> looks = watch.looks();
            for (; seen < looks.size(); seen++)
                if (looks.get(seen).disagreement().isEmpty()) return looks.get(seen).nanos();
            if (nanos() > deadline) return -1;
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private Verdict converged(long agreed, List<Look> looks) {
        if (agreed >= 0) return new Verdict.Held(OutsideLaws.VIEWS_CONVERGE);
        Look last = looks.getLast();
        return new Verdict.Broken(
                OutsideLaws.VIEWS_CONVERGE,
                "%.1f s after the last fault %s"
                        .formatted(story.settles().toMillis() / 1000.0, last.disagreement()),
                last.nanos(),
                Entry.WORLD);
    }

    /// Whether each replica has what its master has, by DEBUG DIGEST.
    private Verdict equal(Overview after, long agreed) throws InterruptedException {
        if (agreed < 0)
            return new Verdict.Unknown(OutsideLaws.REPLICAS_EQUAL, "the nodes never agreed");
        long deadline = nanos() + TimeUnit.SECONDS.toNanos(5);
        while (true) {
            String difference = difference(after);
            if (difference.isEmpty()) return new Verdict.Held(OutsideLaws.REPLICAS_EQUAL);
            if (nanos() > deadline)
                return new Verdict.Broken(
                        OutsideLaws.REPLICAS_EQUAL, difference, nanos(), Entry.WORLD);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private String difference(Overview after) {
        Map<Integer, String> digests = new LinkedHashMap<>();
        try {
            for (Row row : after.rows())
                try (var node = connect(row.member())) {
                    digests.put(row.member().port(), node.call("DEBUG", "DIGEST"));
                }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        for (Row row : after.rows()) {
            if (row.isMaster()) continue;
            @Nullable String masters = digests.get(row.masterPort());
            if (!String.valueOf(digests.get(row.member().port())).equals(masters))
                return "%d has something else than its master %d"
                        .formatted(row.member().port(), row.masterPort());
        }
        return "";
    }

    private static Diary merged(Diary deeds, List<LogReader> logs) {
        List<Entry> entries = new ArrayList<>(deeds.entries());
        for (LogReader log : logs) entries.addAll(log.entries());
        entries.sort(Comparator.comparingLong(Entry::nanos));
        var diary = new Diary(() -> 0);
        diary.names().putAll(deeds.names());
        entries.forEach(diary::add);
        return diary;
    }

    /// Until every node is up, says cluster_state:ok, and each replica has all that its master has.
    private Overview awaitHealth() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Overview overview = Overview.of(Sight.all(folder, state()));
            boolean equal =
                    overview.rows().stream().allMatch(r -> r.isMaster() || r.lagBytes() == 0);
            if (overview.isWell() && equal) return overview;
            if (System.nanoTime() - deadline > 0)
                throw new Refusal("The cluster is not well:\n\n" + overview.table());
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private void clear(Overview overview) throws IOException {
        for (Row row : overview.rows()) {
            if (!row.isMaster()) continue;
            try (var node = connect(row.member())) {
                node.call("FLUSHALL");
            }
        }
    }

    private RespConnection connect(Member member) throws IOException {
        return Sight.connect(member, new NodeFolder(member.folder(folder)), REPLY_MILLIS);
    }

    private StateFile state() {
        return StateFile.read(folder)
                .orElseThrow(() -> new Refusal("The cluster in " + folder + " is gone."));
    }

    private static String name(Row row) {
        return Integer.toString(row.member().port());
    }
}
