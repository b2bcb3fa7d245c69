package hearsay.simulations.process;

import hearsay.client.connection.Endpoint;
import hearsay.simulations.console.Refusal;
import hearsay.simulations.process.reshard.Reach;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A cluster for one experiment, in a folder of its own, gone afterwards.
final class ReshardScene implements AutoCloseable {

    private static final long REPLY_MILLIS = 60_000;
    private static final long IN_SYNC_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final LaunchedHere launched;

    /// @param up the options by which it is launched
    ReshardScene(List<String> up, PrintWriter out) throws IOException {
        launched = new LaunchedHere(out);
        try {
            launched.up(up);
        } catch (Refusal e) {
            close();
            throw e;
        }
    }

    /// Nothing of it is needed any more, its logs included.
    void succeeded() {
        launched.succeeded();
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
        return launched.folder();
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
            Overview overview = Overview.of(Sight.all(folder(), state()));
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
        launched.close();
    }

    private StateFile state() {
        return StateFile.read(folder()).orElseThrow(() -> new Refusal("The cluster is gone."));
    }
}
