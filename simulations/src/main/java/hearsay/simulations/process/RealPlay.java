package hearsay.simulations.process;

import hearsay.gossip.model.NodeId;
import hearsay.simulations.check.Figure;
import hearsay.simulations.check.Findings;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.diary.Diary;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Words;
import hearsay.simulations.process.Overview.Row;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.stream.Stream;
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
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int POLL_MILLIS = 50;
    private static final int REPLY_MILLIS = 5_000;

    private final Path folder;
    private final Story story;
    private final SplittableGenerator chance;
    private final Consumer<Entry> audience;
    private final StoryBar bar;
    private long beginNanos;

    /// @param audience is told what is done to the cluster, when it is done
    RealPlay(
            Path folder,
            Story story,
            SplittableGenerator chance,
            Consumer<Entry> audience,
            StoryBar bar) {
        this.folder = folder;
        this.story = story;
        this.chance = chance;
        this.audience = audience;
        this.bar = bar;
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
        RealClients.warmUp(overview);
        List<Member> members = state().members();
        var history = new History();
        long beginMillis = nextMillisecond();
        beginNanos = System.nanoTime();
        var deeds = new Diary(this::nanos);
        for (Row row : overview.rows()) deeds.names().put(new NodeId(row.id()), name(row));
        deeds.whenever(audience);
        List<LogReader> logs = logs(overview, beginMillis);
        long healed;
        boolean allRead;
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
            awaitAgreement(watch, logs, healed + story.settles().toNanos());
            allRead = clients.readBack();
            awaitQuiet();
            watch.close();
            looks = new ArrayList<>(watch.looks());
        }
        looks.add(new Look(nanos(), Sight.all(folder, state())));
        for (LogReader log : logs) log.read();
        Diary diary = merged(deeds, logs);
        Findings findings =
                new OutsideLaws(story, folder, members)
                        .judge(looks, diary.entries(), healed, history);
        List<Verdict> verdicts = new ArrayList<>(findings.verdicts());
        if (!allRead) verdicts.replaceAll(RealPlay::unread);
        List<Figure> figures = new ArrayList<>(StoryFigures.of(diary.entries(), history));
        figures.addAll(findings.figures());
        return new Outcome(diary, history, verdicts, figures, nanos());
    }

    /// What the clients' laws say without the last word of the masters is worth nothing.
    private static Verdict unread(Verdict verdict) {
        boolean needsAll = verdict.law().name().equals("acknowledged-writes");
        return needsAll && verdict instanceof Verdict.Held
                ? new Verdict.Unknown(verdict.law(), "what was written could not be read back")
                : verdict;
    }

    /// When the system's clock has just gone on, so that what stands in a log never seems to have
    /// happened later than it did.
    private static long nextMillisecond() {
        long before = System.currentTimeMillis();
        long now = before;
        while (now == before) {
            Thread.onSpinWait();
            now = System.currentTimeMillis();
        }
        return now;
    }

    private long nanos() {
        return System.nanoTime() - beginNanos;
    }

    private void play(RealTroubles troubles, List<LogReader> logs, long untilNanos)
            throws InterruptedException {
        for (long now = nanos(); now < untilNanos; now = nanos()) {
            bar.at(now);
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

    private void awaitAgreement(Watch watch, List<LogReader> logs, long deadline)
            throws InterruptedException {
        int seen = watch.looks().size();
        while (nanos() < deadline) {
            for (LogReader log : logs) log.read();
            List<Look> looks = watch.looks();
            for (; seen < looks.size(); seen++)
                if (looks.get(seen).disagreement().isEmpty()) return;
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /// Until replicas have read all that their masters have written; not for ever.
    private void awaitQuiet() throws InterruptedException {
        long deadline = nanos() + QUIET_NANOS;
        while (nanos() < deadline) {
            Overview overview = Overview.of(Sight.all(folder, state()));
            if (overview.rows().stream().allMatch(row -> row.isMaster() || row.lagBytes() == 0))
                return;
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /// What each node and the world tell stays in its order. Logs tell the time by milliseconds: of
    /// what different nodes say at the same one, causes come first.
    private static Diary merged(Diary deeds, List<LogReader> logs) {
        var diary = new Diary(() -> 0);
        diary.names().putAll(deeds.names());
        List<Iterator<Entry>> left = new ArrayList<>();
        List<@Nullable Entry> heads = new ArrayList<>();
        for (List<Entry> each :
                Stream.concat(Stream.of(deeds.entries()), logs.stream().map(LogReader::entries))
                        .toList()) {
            left.add(each.iterator());
            heads.add(next(left.getLast()));
        }
        while (true) {
            int first = -1;
            for (int i = 0; i < heads.size(); i++)
                if (first < 0 || isBefore(heads.get(i), heads.get(first))) first = i;
            Entry entry = heads.get(first);
            if (entry == null) return diary;
            diary.add(entry);
            heads.set(first, next(left.get(first)));
        }
    }

    private static @Nullable Entry next(Iterator<Entry> entries) {
        return entries.hasNext() ? entries.next() : null;
    }

    private static boolean isBefore(@Nullable Entry one, @Nullable Entry other) {
        if (one == null) return false;
        if (other == null || one.nanos() < other.nanos()) return true;
        return one.nanos() == other.nanos() && rank(one) < rank(other);
    }

    private static int rank(Entry entry) {
        return switch (entry.word()) {
            case Words.SUSPECTS, Words.FAILED -> 0;
            case Words.ASKS_FOR_VOTES -> 1;
            case Words.VOTES -> 2;
            case Words.ELECTED -> 3;
            default -> 4;
        };
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
