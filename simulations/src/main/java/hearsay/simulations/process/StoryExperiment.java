package hearsay.simulations.process;

import hearsay.simulations.campaign.OutFolder;
import hearsay.simulations.check.Figure;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.console.Table;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Excerpt;
import hearsay.simulations.diary.Names;
import hearsay.simulations.diary.Transcript;
import hearsay.simulations.fault.Text;
import hearsay.simulations.process.RealPlay.Outcome;
import hearsay.simulations.story.BadStory;
import hearsay.simulations.story.Result;
import hearsay.simulations.story.Story;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;

/// A story on real processes: a cluster as it wants it, told as often as asked for, and what came
/// of it.
final class StoryExperiment {

    private static final List<String> TOLD_OF_EACH_RUN =
            List.of("failover", "outage", "acknowledged writes", "lost acknowledged writes");

    private static final int HELD = 0;
    private static final int BROKEN = 1;
    private static final int UNKNOWN = 2;
    private static final int LINES_BEFORE = 16;
    private static final int LINES_AFTER = 4;

    private final Story story;
    private final NodeKind kind;
    private final int port;
    private final int launchSeconds;
    private final PrintWriter out;

    StoryExperiment(Story story, NodeKind kind, int port, int launchSeconds, PrintWriter out) {
        this.story = story;
        this.kind = kind;
        this.port = port;
        this.launchSeconds = launchSeconds;
        this.out = out;
    }

    /// @param files where to write diaries, if anywhere
    /// @return the exit code: 0 all laws held, 1 one was broken, 2 nobody knows
    int run(int runs, long seed, Optional<Path> files) throws IOException, InterruptedException {
        refuseWhatCannotBe();
        List<Outcome> outcomes = new ArrayList<>();
        try (var launched = new LaunchedHere(out)) {
            out.println(story.name() + ": " + story.about());
            new Progress(out)
                    .step(
                            "Starting %d nodes (%s)".formatted(story.world().nodes(), kind),
                            () -> launched.up(up()));
            for (int i = 0; i < runs; i++)
                outcomes.add(tell(launched.folder(), i, runs, seed + i, files));
            launched.succeeded();
        } catch (Refusal e) {
            // What could not be told to its end has broken no law.
            throw new Refusal(UNKNOWN, e.text());
        }
        out.println();
        out.print(table(outcomes));
        out.flush();
        return exitCode(outcomes);
    }

    private void refuseWhatCannotBe() {
        List<String> obstacles = Playable.obstacles(story);
        if (!obstacles.isEmpty())
            throw new Refusal(
                    BadStory.EXIT_CODE,
                    """
                    %s cannot be told on processes of one machine: it wants %s.
                      hearsay sim %1$s   tells it in virtual time\
                    """
                            .formatted(story.name(), String.join(", and ", obstacles)));
        if (kind == NodeKind.REDIS_SERVER && NodeFolder.onPath("redis-server").isEmpty())
            throw new Refusal(
                    UNKNOWN,
                    "There is no redis-server on the PATH. Install it (Debian: apt-get install redis-server).");
    }

    private Outcome tell(Path folder, int run, int runs, long seed, Optional<Path> files)
            throws IOException, InterruptedException {
        out.println(
                "run %d of %d, seed %d: %s, and up to %s to settle"
                        .formatted(
                                run + 1,
                                runs,
                                seed,
                                Text.of(story.lasts()),
                                Text.of(story.settles())));
        out.flush();
        var chance =
                RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom").create(seed);
        Outcome outcome;
        try (var bar = new StoryBar(story.name(), story.lasts())) {
            outcome = new RealPlay(folder, story, chance, this::show, bar).run();
        }
        for (Verdict verdict : outcome.verdicts()) show(verdict, outcome);
        out.println(line(outcome));
        out.flush();
        if (files.isPresent()) {
            Path to = runs == 1 ? files.get() : files.get().resolve("run-" + (run + 1));
            new OutFolder(to).write(result(seed, outcome));
        }
        return outcome;
    }

    /// As of a run in virtual time, except that it cannot be had again.
    private Result result(long seed, Outcome outcome) {
        return new Result(
                story,
                seed,
                outcome.verdicts(),
                outcome.figures(),
                outcome.diary(),
                outcome.history(),
                outcome.diary().hash() ^ outcome.history().hash(),
                outcome.nanos(),
                List.of(),
                List.of());
    }

    /// What is done to the cluster, as it is done.
    private void show(Entry entry) {
        out.println(new Transcript(new Names()).line(entry));
        out.flush();
    }

    private void show(Verdict verdict, Outcome outcome) {
        switch (verdict) {
            case Verdict.Held held -> {}
            case Verdict.Unknown(var law, String why) ->
                    out.println("UNKNOWN %s\n        %s".formatted(law.name(), why));
            case Verdict.Broken(var law, String text, long nanos, String who) -> {
                out.println(
                        String.format(
                                Locale.ROOT,
                                "BROKEN  %s, at %.3f s, %s\n        %s\n        %s",
                                law.name(),
                                nanos / 1_000_000 / 1000.0,
                                who,
                                law.says(),
                                outcome.diary().names().in(text)));
                out.print(
                        new Transcript(outcome.diary().names())
                                .of(
                                        Excerpt.around(
                                                outcome.diary().entries(),
                                                nanos,
                                                LINES_BEFORE,
                                                LINES_AFTER)));
            }
        }
    }

    private static String line(Outcome outcome) {
        var line = new StringBuilder();
        long held = outcome.verdicts().stream().filter(Verdict.Held.class::isInstance).count();
        line.append("%d of %d laws held".formatted(held, outcome.verdicts().size()));
        for (Figure figure : outcome.figures())
            if (TOLD_OF_EACH_RUN.contains(figure.name())) line.append("; ").append(figure);
        return line.toString();
    }

    private static Table table(List<Outcome> outcomes) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (Outcome outcome : outcomes)
            for (Figure figure : outcome.figures())
                values.computeIfAbsent(
                                figure.name()
                                        + (figure.unit().isEmpty() ? "" : ", " + figure.unit()),
                                name -> new ArrayList<>())
                        .add(figure.number());
        var table = new Table("figure", "min", "median", "p90", "max", "runs");
        values.forEach((name, numbers) -> {
            Statistics all = Statistics.of(numbers);
            table.row(
                    name,
                    number(all.min()),
                    number(all.median()),
                    number(all.p90()),
                    number(all.max()),
                    Integer.toString(numbers.size()));
        });
        return table;
    }

    private static String number(double number) {
        return number == Math.rint(number)
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.1f", number);
    }

    private static int exitCode(List<Outcome> outcomes) {
        int code = HELD;
        for (Outcome outcome : outcomes) {
            for (Verdict verdict : outcome.verdicts()) {
                if (verdict instanceof Verdict.Broken) return BROKEN;
                if (verdict instanceof Verdict.Unknown) code = UNKNOWN;
            }
        }
        return code;
    }

    private List<String> up() {
        List<String> words = new ArrayList<>(List.of("--on", kind.toString()));
        words.addAll(List.of("--masters", Integer.toString(story.world().masters())));
        words.addAll(List.of("--replicas", Integer.toString(story.world().replicas())));
        words.addAll(List.of("--port", Integer.toString(port)));
        words.addAll(List.of("--timeout", Integer.toString(launchSeconds), "--"));
        story.world()
                .directives()
                .forEach((name, value) -> words.addAll(List.of("--" + name, value)));
        words.addAll(
                List.of(
                        "--cluster-node-timeout",
                        Long.toString(story.world().nodeTimeout().toMillis())));
        // Who suspects whom, Redis tells only those who debug.
        words.addAll(List.of("--loglevel", "debug"));
        words.addAll(List.of("--enable-debug-command", "local"));
        return words;
    }
}
