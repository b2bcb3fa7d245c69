package hearsay.simulations.campaign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.Entry;
import hearsay.simulations.diary.Excerpt;
import hearsay.simulations.diary.Transcript;
import hearsay.simulations.fault.Text;
import hearsay.simulations.story.Result;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearsay replay`: the same run again, with its whole diary.
@Command(
        name = "replay",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        exitCodeOnExecutionException = 70,
        header =
                "Runs a story with a seed again, prints its diary, and proves that it is the same run.",
        description = {
            "A DIR is what sim --out wrote: the run must come to the hash that is written there.",
            "Of a SEED and a STORY, the run is made twice and must come to the same hash.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all laws held",
            "1:a law was broken, or the run was not the same",
            "2:of a law nobody knows: the checker says why",
            "64:the story or the command line is wrong"
        },
        footer = {
            "",
            "For instance:",
            "  hearsay replay 7 kill-master --until 15s",
            "  hearsay replay 7 kill-master --around 12.5s --node 7003",
            "  hearsay replay /tmp/seven"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final int LINES_AROUND = 20;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Telling telling = new Telling();

    @Parameters(
            index = "0",
            paramLabel = "SEED|DIR",
            description = "A seed, or a folder of sim --out.")
    private String which = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STORY",
            description = "A name of the catalogue, or a HOCON file.")
    private String name = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Prints nothing before: 12s.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Prints nothing after.")
    private @Nullable String until;

    @Option(
            names = "--around",
            paramLabel = "TIME",
            description = "Prints only the shortest diary around that time.")
    private @Nullable String around;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Prints only what happens to that node, and to the world.")
    private @Nullable String node;

    @Option(
            names = "--words",
            paramLabel = "WORD,…",
            split = ",",
            description = "Prints only these events.")
    private List<String> words = List.of();

    @Option(names = "--hash", paramLabel = "HASH", description = "What the run must come to.")
    private @Nullable String hash;

    @Override
    public Integer call() throws Exception {
        Path folder = Path.of(which);
        boolean isFolder = name.isEmpty();
        if (isFolder && !Files.isDirectory(folder))
            throw mistake("'" + which + "' is no folder; of a seed, say which story.");
        String file = isFolder ? folder.resolve(OutFolder.STORY).toString() : name;
        long seed = isFolder ? recordedSeed(folder) : seed(which);
        Story story = telling.story(file);
        Result result = StoryRun.watched(story, seed);
        print(result);
        printVerdicts(result, file);
        boolean same = proveTheSame(story, seed, result, isFolder ? recordedHash(folder) : hash);
        writer().flush();
        return same ? ExitCode.of(result.verdicts()) : ExitCode.BROKEN;
    }

    private void print(Result result) {
        var transcript = new Transcript(result.diary().names());
        List<Entry> entries = result.diary().entries();
        if (around != null) {
            long nanos = time("--around", around);
            writer().print(
                            transcript.of(
                                    Excerpt.around(entries, nanos, LINES_AROUND, LINES_AROUND)));
        } else {
            transcript.write(entries, wanted(), writer());
        }
    }

    private Predicate<Entry> wanted() {
        long first = from == null ? 0 : time("--from", from);
        long last = until == null ? Long.MAX_VALUE : time("--until", until);
        String only = node;
        return entry ->
                entry.nanos() >= first
                        && entry.nanos() <= last
                        && (only == null || entry.isOf(only) || entry.isOf(Entry.WORLD))
                        && (words.isEmpty() || words.contains(entry.word()));
    }

    private void printVerdicts(Result result, String file) {
        for (Verdict verdict : result.verdicts()) {
            if (verdict instanceof Verdict.Broken broken)
                writer().print("\n" + Violation.text(result, broken, telling.command(file)));
            if (verdict instanceof Verdict.Unknown unknown)
                writer().print("\n" + Violation.text(unknown, result.seed()));
        }
    }

    /// Against what was recorded; without, against a second run.
    private boolean proveTheSame(Story story, long seed, Result result, @Nullable String recorded) {
        String expected = recorded != null ? recorded : StoryRun.of(story, seed).hashText();
        boolean same = expected.equals(result.hashText());
        String whose = recorded != null ? "as recorded" : "as a second run";
        writer().printf(
                        Locale.ROOT,
                        "%nhash %s, %s%n",
                        result.hashText(),
                        same ? whose : "NOT " + whose + ": " + expected);
        return same;
    }

    private long recordedSeed(Path folder) throws IOException {
        String seed = recorded(folder, "seed");
        if (seed == null)
            throw mistake(folder.resolve(OutFolder.FIGURES) + " tells of no single seed.");
        return Long.parseLong(seed);
    }

    private @Nullable String recordedHash(Path folder) throws IOException {
        return recorded(folder, "hash");
    }

    /// A member at the top of figures.json.
    private static @Nullable String recorded(Path folder, String member) throws IOException {
        try (JsonParser json =
                new JsonFactory().createParser(folder.resolve(OutFolder.FIGURES).toFile())) {
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) depth++;
                if (token.isStructEnd()) depth--;
                if (depth != 1 || token != JsonToken.FIELD_NAME) continue;
                if (!json.currentName().equals(member)) continue;
                json.nextToken();
                return json.getText();
            }
        }
        return null;
    }

    private long seed(String text) {
        try {
            return SeedRange.seed(text);
        } catch (IllegalArgumentException e) {
            throw mistake(String.valueOf(e.getMessage()));
        }
    }

    private long time(String option, String text) {
        try {
            return Text.duration(text).toNanos();
        } catch (IllegalArgumentException e) {
            throw mistake(option + ": " + e.getMessage());
        }
    }

    private ParameterException mistake(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private PrintWriter writer() {
        return spec.commandLine().getOut();
    }
}
