package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;

/// What an experiment launches: processes in a folder of their own, which end with it. When it has
/// succeeded nothing stays; after a failure the logs do, to find out why.
final class LaunchedHere implements AutoCloseable {

    private final Path folder;
    private final PrintWriter out;
    private final Thread killer = new Thread(this::killAll);
    private boolean done;

    /// @param out is told where the logs are
    LaunchedHere(PrintWriter out) throws IOException {
        this.out = out;
        folder = Files.createTempDirectory("hearsay-experiment");
        Runtime.getRuntime().addShutdownHook(killer);
    }

    Path folder() {
        return folder;
    }

    /// Launches, silently unless it fails.
    ///
    /// @param options of `hearsay up`, without `--dir`
    void up(List<String> options) {
        List<String> words = new ArrayList<>(List.of("up", "--dir", folder.toString()));
        words.addAll(options);
        hearsay(words);
    }

    /// Nothing of it is needed any more, its logs included.
    void succeeded() {
        done = true;
    }

    @Override
    public void close() {
        if (StateFile.read(folder).isPresent()) {
            // A process that is stopped is asked after it was woken; see Ending.
            hearsay(List.of("down", "--dir", folder.toString()));
        }
        if (done) delete();
        else if (Files.exists(folder)) out.println("The logs are in " + folder + ".");
        out.flush();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // It runs: this is the end.
        }
    }

    private void delete() {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        } catch (IOException e) {
            out.println("Something stays in " + folder + ": " + e.getMessage());
        }
    }

    private void killAll() {
        StateFile.read(folder)
                .ifPresent(state ->
                        state.members().forEach(m -> m.process().ifPresent(Signal.KILL::to)));
    }

    private static void hearsay(List<String> words) {
        var said = new StringWriter();
        CommandLine line = Launcher.commandLine();
        line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        if (line.execute(words.toArray(String[]::new)) != 0)
            throw new Refusal(said.toString().strip());
    }
}
