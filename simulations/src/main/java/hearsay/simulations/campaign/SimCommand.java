package hearsay.simulations.campaign;

import hearsay.simulations.check.Verdict;
import hearsay.simulations.console.Table;
import hearsay.simulations.story.Catalogue;
import hearsay.simulations.story.Result;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryRun;
import hearsay.simulations.story.StoryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearsay sim`: a story in virtual time, with one seed or many.
@Command(
        name = "sim",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        exitCodeOnExecutionException = 70,
        header = "Runs a story in virtual time, with one seed or many.",
        description = {
            "The same actors as in a real cluster, in one thread, every choice made by the seed.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all laws held",
            "1:a law was broken",
            "2:of a law nobody knows: the checker says why",
            "64:the story or the command line is wrong"
        },
        footer = {
            "",
            "For instance:",
            "  hearsay sim kill-master --seed 7 --out /tmp/seven",
            "  hearsay sim kill-master --seeds 1..1000 --set timeout=5s",
            "  hearsay sim my-story.conf --shrink"
        })
public final class SimCommand implements Callable<Integer> {

    private static final int MOST_TRIES = 2000;
    private static final int SHOWN_VIOLATIONS = 3;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Telling telling = new Telling();

    @Parameters(
            paramLabel = "STORY",
            arity = "0..1",
            description = "A name of the catalogue, or a HOCON file.")
    private String name = "";

    @Option(names = "--list", description = "Lists the catalogue with parameters and laws.")
    private boolean list;

    @Option(names = "--seed", paramLabel = "N", description = "One seed (default: 1).")
    private @Nullable String seed;

    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            description = "All these seeds, on all cores; N stands for 1..N.")
    private @Nullable String seeds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Writes the diary (text, JSON lines, ShiViz, Perfetto), the history, the story and"
                            + " the figures; of many seeds figures and plots.")
    private @Nullable Path out;

    @Option(
            names = "--shrink",
            description =
                    "When a law is broken, removes faults, workloads, operations and time while it still"
                            + " breaks, and prints the smallest story.")
    private boolean shrink;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many worlds at a time (default: one per core).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() throws Exception {
        if (list) return list();
        if (name.isEmpty()) throw mistake("Which story? See hearsay sim --list.");
        if (seed != null && seeds != null) throw mistake("Either --seed or --seeds.");
        if (threads < 1) throw mistake("--threads: at least 1.");
        Story story = telling.story(name);
        return seeds == null ? one(story, seed(seed)) : many(story, range(seeds));
    }

    private int list() {
        for (String each : Catalogue.names()) {
            Story story = Catalogue.story(each);
            writer().println(each);
            writer().println("    " + story.about());
            if (!story.parameters().isEmpty())
                writer().println(
                                "    --set "
                                        + story.parameters().entrySet().stream()
                                                .map(entry ->
                                                        entry.getKey() + "=" + entry.getValue())
                                                .collect(Collectors.joining(" ")));
        }
        writer().println();
        writer().println("Laws: " + String.join(", ", Story.allLaws()));
        writer().flush();
        return ExitCode.HELD;
    }

    private int one(Story story, long number) throws IOException {
        long from = System.nanoTime();
        Result result = StoryRun.watched(story, number);
        double seconds = (System.nanoTime() - from) / 1e9;
        writer().printf(
                        Locale.ROOT,
                        "%s, seed %d: %.1f s of virtual time in %.2f s%n%n",
                        story.name(),
                        number,
                        result.nanos() / 1e9,
                        seconds);
        writer().print(verdicts(result));
        writer().println();
        writer().print(figures(result));
        writer().println();
        writer().println("hash " + result.hashText());
        if (out != null) {
            new OutFolder(out).write(result);
            writer().println("written to " + out);
        } else {
            writer().println("replay: " + telling.command(name).replay(number));
        }
        writer().flush();
        return ended(story, result);
    }

    private int ended(Story story, Result result) throws IOException {
        for (Verdict verdict : result.verdicts()) {
            if (verdict instanceof Verdict.Broken broken) {
                writer().println();
                writer().print(Violation.text(result, broken, telling.command(name)));
            }
            if (verdict instanceof Verdict.Unknown unknown) {
                writer().println();
                writer().print(Violation.text(unknown, result.seed()));
            }
        }
        writer().flush();
        if (shrink) shrink(story, result);
        return ExitCode.of(result.verdicts());
    }

    private static Table verdicts(Result result) {
        var table = new Table("law", "");
        for (Verdict verdict : result.verdicts())
            table.row(
                    verdict.law().name(),
                    switch (verdict) {
                        case Verdict.Held held -> "held";
                        case Verdict.Broken broken -> "BROKEN";
                        case Verdict.Unknown unknown -> "unknown";
                    });
        return table;
    }

    private static Table figures(Result result) {
        var table = new Table("figure", "");
        for (var figure : result.figures())
            table.row(
                    figure.name(),
                    (FigureTable.number(figure.number()) + " " + figure.unit()).strip());
        return table;
    }

    private int many(Story story, SeedRange range) throws Exception {
        long from = System.nanoTime();
        List<Summary> summaries;
        try (var bar = new SeedBar(story.name(), range.count(), errors())) {
            summaries =
                    new Campaign(number -> StoryRun.of(story, number), range, threads)
                            .run(bar::done);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        double virtual = summaries.stream().mapToDouble(each -> each.nanos() / 1e9).sum();
        writer().printf(
                        Locale.ROOT,
                        "%s, seeds %s: %d runs in %.1f s, %.1f a second, %.0f virtual seconds per second%n%n",
                        story.name(),
                        range,
                        summaries.size(),
                        seconds,
                        summaries.size() / seconds,
                        virtual / seconds);
        var figures = new FigureTable(summaries);
        writer().print(figures);
        writer().println();
        var broken = new BrokenTable(summaries);
        if (broken.isEmpty()) writer().println("All laws held: " + String.join(", ", story.laws()));
        else writer().print(broken);
        if (out != null) {
            new OutFolder(out).write(story, summaries, figures);
            writer().println();
            writer().println("written to " + out);
        }
        writer().flush();
        showViolations(story, summaries);
        return ExitCode.of(summaries.stream().flatMap(each -> each.notHeld().stream()).toList());
    }

    /// The first that broke something, once more and in full.
    private void showViolations(Story story, List<Summary> summaries) throws IOException {
        List<Summary> first =
                summaries.stream()
                        .filter(each -> !each.notHeld().isEmpty())
                        .limit(SHOWN_VIOLATIONS)
                        .toList();
        boolean shrunk = false;
        for (Summary summary : first) {
            if (summary.hash() == 0 || ExitCode.of(summary.notHeld()) != ExitCode.BROKEN) {
                for (Verdict verdict : summary.notHeld())
                    if (verdict instanceof Verdict.Unknown unknown)
                        writer().print("\n" + Violation.text(unknown, summary.seed()));
                continue;
            }
            Result result = StoryRun.watched(story, summary.seed());
            if (out != null) new OutFolder(out).seed(summary.seed()).write(result);
            for (Verdict verdict : result.verdicts())
                if (verdict instanceof Verdict.Broken broken)
                    writer().print("\n" + Violation.text(result, broken, telling.command(name)));
            writer().flush();
            if (shrink && !shrunk) shrink(story, result);
            shrunk = true;
        }
        writer().flush();
    }

    private void shrink(Story story, Result result) throws IOException {
        var broken =
                result.verdicts().stream()
                        .filter(Verdict.Broken.class::isInstance)
                        .map(verdict -> verdict.law().name())
                        .findFirst();
        if (broken.isEmpty()) {
            writer().println("No law is broken: nothing to shrink.");
            return;
        }
        String law = broken.get();
        var shrinker =
                new Shrinker(
                        candidate -> breaks(candidate, result.seed(), law),
                        step -> {
                            errors().println("  still breaks " + law + ": " + step);
                            errors().flush();
                        },
                        MOST_TRIES);
        Story certain = story.with(story.workloads(), result.happened());
        boolean repeats = breaks(certain, result.seed(), law);
        Story smallest = shrinker.shrink(repeats ? certain : story);
        writer().printf(
                        Locale.ROOT,
                        "%nThe smallest story that breaks %s with seed %d, after %d tries:%n%n%s",
                        law,
                        result.seed(),
                        shrinker.tries(),
                        StoryText.of(smallest));
        if (out != null) {
            var folder = new OutFolder(out.resolve("smallest"));
            folder.write(StoryRun.watched(smallest, result.seed()));
            writer().printf(
                            Locale.ROOT,
                            "%nreplay: ./hearsay replay %d %s%n",
                            result.seed(),
                            out.resolve("smallest").resolve(OutFolder.STORY));
        }
        writer().flush();
    }

    /// One that cannot even be run does not break the law.
    private static boolean breaks(Story story, long number, String law) {
        try {
            return StoryRun.of(story.with(List.of(law)), number).verdicts().stream()
                    .anyMatch(verdict ->
                            verdict instanceof Verdict.Broken && verdict.law().name().equals(law));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private long seed(@Nullable String text) {
        try {
            return text == null ? 1 : SeedRange.seed(text);
        } catch (IllegalArgumentException e) {
            throw mistake("--seed: " + e.getMessage());
        }
    }

    private SeedRange range(String text) {
        try {
            return SeedRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw mistake("--seeds: " + e.getMessage());
        }
    }

    private ParameterException mistake(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private PrintWriter writer() {
        return spec.commandLine().getOut();
    }

    private PrintWriter errors() {
        return spec.commandLine().getErr();
    }
}
