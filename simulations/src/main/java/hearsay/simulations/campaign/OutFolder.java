package hearsay.simulations.campaign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hearsay.simulations.check.Figure;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import hearsay.simulations.check.Verdict;
import hearsay.simulations.diary.DiaryFiles;
import hearsay.simulations.story.Result;
import hearsay.simulations.story.Story;
import hearsay.simulations.story.StoryText;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// What `--out DIR` writes.
///
/// | file          | what it holds |
/// |---------------|---------------|
/// | `story.conf`  | the story with its parameters put in, to be run again |
/// | `figures.json`| seed, hash, verdicts, figures |
/// | `diary.txt`   | one event, one line |
/// | `diary.jsonl` | the same for programs |
/// | `shiviz.log`  | for https://bestchai.bitbucket.io/shiviz |
/// | `trace.json`  | for https://ui.perfetto.dev |
/// | `history.txt` | every operation of every client: from, to (seconds), client, what |
///
/// Of many seeds: `story.conf`, `figures.json` with all of them, `figures.txt` with the table, a
/// picture of each figure, and a folder `seed-N` as above for the first that broke a law.
public final class OutFolder {

    static final String STORY = "story.conf";
    static final String FIGURES = "figures.json";

    private final Path folder;
    private final JsonFactory factory = new JsonFactory();

    public OutFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    OutFolder seed(long seed) throws IOException {
        return new OutFolder(folder.resolve("seed-" + seed));
    }

    public void write(Result result) throws IOException {
        write(result.story());
        DiaryFiles.write(
                folder,
                result.diary(),
                result.messages(),
                failures(result.history()),
                result.nanos());
        writeHistory(result.history());
        try (Writer out = Files.newBufferedWriter(folder.resolve(FIGURES));
                JsonGenerator json = pretty(out)) {
            json.writeStartObject();
            json.writeStringField("story", result.story().name());
            json.writeNumberField("seed", result.seed());
            json.writeStringField("hash", result.hashText());
            writeVerdicts(result.verdicts(), json);
            writeFigures(result.figures(), json);
            json.writeEndObject();
        }
    }

    void write(Story story) throws IOException {
        Files.writeString(folder.resolve(STORY), StoryText.of(story));
    }

    /// @return the pictures
    void write(Story story, List<Summary> summaries, FigureTable table) throws IOException {
        write(story);
        Files.writeString(folder.resolve("figures.txt"), table.toString());
        try (Writer out = Files.newBufferedWriter(folder.resolve(FIGURES));
                JsonGenerator json = pretty(out)) {
            json.writeStartObject();
            json.writeStringField("story", story.name());
            json.writeArrayFieldStart("seeds");
            for (Summary summary : summaries) {
                json.writeStartObject();
                json.writeNumberField("seed", summary.seed());
                json.writeStringField("hash", "%016x".formatted(summary.hash()));
                writeVerdicts(summary.notHeld(), json);
                writeFigures(summary.figures(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        for (Distribution distribution : table.distributions())
            if (!distribution.isAllTheSame()) Plots.write(distribution, story.name(), folder);
    }

    /// When clients were refused or, if nobody answered, when they had asked.
    private static long[] failures(History history) {
        return IntStream.range(0, history.size())
                .mapToObj(history::get)
                .filter(operation -> !operation.isOk())
                .mapToLong(operation ->
                        operation.completedNanos() == Operation.NEVER
                                ? operation.invokedNanos()
                                : operation.completedNanos())
                .sorted()
                .toArray();
    }

    private void writeHistory(History history) throws IOException {
        try (Writer out = Files.newBufferedWriter(folder.resolve("history.txt"))) {
            for (int i = 0; i < history.size(); i++)
                out.append(HistoryLine.of(history.get(i))).append('\n');
        }
    }

    private static void writeVerdicts(List<Verdict> verdicts, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("verdicts");
        for (Verdict verdict : verdicts) {
            json.writeStartObject();
            json.writeStringField("law", verdict.law().name());
            switch (verdict) {
                case Verdict.Held held -> json.writeStringField("verdict", "held");
                case Verdict.Broken broken -> {
                    json.writeStringField("verdict", "broken");
                    json.writeNumberField("nanos", broken.nanos());
                    json.writeStringField("who", broken.who());
                    json.writeStringField("text", broken.text());
                }
                case Verdict.Unknown unknown -> {
                    json.writeStringField("verdict", "unknown");
                    json.writeStringField("text", unknown.why());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeFigures(List<Figure> figures, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("figures");
        for (Figure figure : figures) {
            String name =
                    figure.unit().isEmpty() ? figure.name() : figure.name() + " " + figure.unit();
            json.writeNumberField(name, figure.number());
        }
        json.writeEndObject();
    }

    private JsonGenerator pretty(Writer out) throws IOException {
        return factory.createGenerator(out).useDefaultPrettyPrinter();
    }
}
