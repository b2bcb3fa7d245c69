package hearsay.simulations.process;

import hearsay.client.connection.Endpoint;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.Reach;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/// A cluster for one experiment, in a folder of its own, gone afterwards.
final class ReshardScene implements AutoCloseable {

    private static final long REPLY_MILLIS = 60_000;
    private static final long IN_SYNC_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Path folder;
    private final PrintWriter out;
    private final Thread cleanUp;
    private boolean done;

    /// @param up how it is launched, without its folder
    ReshardScene(List<String> up, PrintWriter out) throws IOException {
        this.out = out;
        folder = Files.createTempDirectory("hearsay-reshard");
        cleanUp = new Thread(this::killAll);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        List<String> arguments = new ArrayList<>(up);
        arguments.addAll(1, List.of("--dir", folder.toString()));
        try {
            hearsay(arguments);
        } catch (Refusal e) {
            close();
            throw e;
        }
    }

    /// Nothing of it is needed any more, its logs included.
    void succeeded() {
        done = true;
    }

    List<Endpoint> seeds() {
        return state().members().stream()
                .filter(member -> member.process().isPresent())
                .map(member -> new Endpoint(member.host(), member.port()))
                .toList();
    }

    Reach reach() {
        return new Reach(seeds(), new Reach.Access("", "", REPLY_MILLIS));
    }

    Path folder() {
        return folder;
    }

    /// By SIGKILL; its process may be gone already.
    void kill(int port) {
        state().members().stream()
                .filter(member -> member.port() == port)
                .flatMap(member -> member.process().stream())
                .forEach(Signal.KILL::to);
    }

    /// Returns when all replicas have all that their masters have.
    void awaitReplicas() throws InterruptedException {
        long deadline = System.nanoTime() + IN_SYNC_NANOS;
        while (true) {
            Overview overview = Overview.of(Sight.all(folder, state()));
            boolean inSync =
                    overview.rows().stream()
                            .filter(row -> !row.isMaster())
                            .allMatch(row -> row.isWell() && row.lagBytes() == 0);
            if (inSync) return;
            if (System.nanoTime() > deadline)
                throw new Refusal("The replicas do not catch up:\n" + overview.table());
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Override
    public void close() {
        if (StateFile.read(folder).isPresent())
            hearsay(List.of("down", "--dir", folder.toString()));
        if (done) delete();
        else if (Files.exists(folder)) out.println("The nodes' logs are in " + folder + ".");
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
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

    private StateFile state() {
        return StateFile.read(folder).orElseThrow(() -> new Refusal("The cluster is gone."));
    }

    private void killAll() {
        StateFile.read(folder)
                .ifPresent(state ->
                        state.members().forEach(m -> m.process().ifPresent(Signal.KILL::to)));
    }

    /// Runs another command of the launcher, silently unless it fails.
    private static void hearsay(List<String> arguments) {
        var said = new StringWriter();
        CommandLine line = Launcher.commandLine();
        line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        if (line.execute(arguments.toArray(String[]::new)) != 0)
            throw new Refusal(said.toString().strip());
    }
}
