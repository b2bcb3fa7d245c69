package hearsay.simulations.diary;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// Everything a run has to tell, as files in one folder.
///
/// | file          | what it is |
/// |---------------|------------|
/// | `diary.txt`   | one event, one line, see [Transcript] |
/// | `diary.jsonl` | the same for programs, see [JsonLines] |
/// | `shiviz.log`  | for https://bestchai.bitbucket.io/shiviz, see [ShivizLog] |
/// | `trace.json`  | for https://ui.perfetto.dev, see [TraceFile] |
public final class DiaryFiles {

    private DiaryFiles() {}

    /// @param folder is made if it is not there
    /// @param messages what was watched on the bus, empty if nobody did: then arrows are guessed
    /// @param failed when operations of clients failed
    /// @param untilNanos when the world ended
    public static void write(
            Path folder, Diary diary, List<Message> messages, long[] failed, long untilNanos)
            throws IOException {
        Files.createDirectories(folder);
        Names names = diary.names();
        List<Entry> entries = diary.entries();
        List<Arrow> arrows =
                messages.isEmpty() ? Arrow.guessed(entries, names) : Arrow.of(messages, names);
        try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("diary.txt"))) {
            new Transcript(names).write(entries, entry -> true, file);
        }
        try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("diary.jsonl"))) {
            new JsonLines(names).write(entries, file);
        }
        try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("shiviz.log"))) {
            Predicate<Entry> noise = Excerpt::isNoise;
            new ShivizLog(names)
                    .write(entries.stream().filter(noise.negate()).toList(), arrows, file);
        }
        try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("trace.json"))) {
            new TraceFile(names).write(entries, arrows, failed, untilNanos, file);
        }
    }
}
