package hearsay.simulations.process;

import hearsay.simulations.console.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Makes the AOT cache of a node: the JVM writes down what it loaded, linked and compiled while a
/// small cluster lived, and starts with all that ready the next time.
///
/// The node that is recorded begins as a replica, takes over by CLUSTER FAILOVER and then serves,
/// so that both sides of replication and an election are in the cache.
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {

    private static final int PATIENCE_SECONDS = 90;
    private static final int ROUNDS = 200;

    /// Below the ports that systems hand out by themselves, with room for the bus above.
    private static final int FIRST_PORT = 11_000;

    private static final int LAST_PORT = 11_900;

    @Parameters(paramLabel = "FILE")
    private Path cache = Path.of("node.aot");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hearsay-training");
        Path draft = folder.resolve("node.aot");
        int port = freePort();
        try {
            run(
                    "up",
                    "--dir",
                    folder.toString(),
                    "--masters",
                    "1",
                    "--replicas",
                    "1",
                    "--port",
                    Integer.toString(port),
                    "--record",
                    draft.toString());
            Member recorded = StateFile.read(folder).orElseThrow().members().getLast();
            serve(recorded);
            run("status", "--dir", folder.toString());
            end(recorded);
            if (!Files.exists(draft)) throw new Refusal("The JVM wrote no AOT cache.");
            Files.move(draft, cache.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            commandLine().execute("down", "--purge", "--dir", folder.toString());
        }
        return 0;
    }

    private static void serve(Member member) throws IOException, InterruptedException {
        try (var node = RespConnection.to(member.host(), member.port(), 5_000)) {
            node.call("CLUSTER", "FAILOVER");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!"master".equals(node.fields("INFO", "replication").get("role"))) {
                if (System.nanoTime() > deadline) throw new Refusal("No failover happened.");
                Thread.sleep(20);
            }
            for (int i = 0; i < ROUNDS; i++) {
                node.call("SET", "key:" + i, "value", "EX", "100");
                node.call("GET", "key:" + i);
                node.call("INCR", "counter");
            }
            node.call("INFO");
            node.call("CLUSTER", "NODES");
        }
    }

    /// It takes a while to end, because it writes the cache.
    private static void end(Member member) throws IOException, InterruptedException {
        var process = member.process().orElseThrow(() -> new Refusal("The node has died."));
        try (var node = RespConnection.to(member.host(), member.port(), 5_000)) {
            node.call("SHUTDOWN", "NOSAVE", "NOW");
        } catch (java.io.EOFException e) {
            // The answer to SHUTDOWN is that the connection closes.
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive()) {
            if (System.nanoTime() > deadline) throw new Refusal("Recording does not end.");
            Thread.sleep(50);
        }
    }

    private static void run(String... arguments) {
        int code = commandLine().execute(arguments);
        if (code != 0) throw new Refusal(String.join(" ", arguments) + " failed.");
    }

    private static CommandLine commandLine() {
        return Launcher.commandLine();
    }

    private static int freePort() {
        for (int port = FIRST_PORT; port < LAST_PORT; port += 2) {
            boolean free = true;
            for (int each : new int[] {port, port + 1})
                free &=
                        PortHolder.isFree("127.0.0.1", each)
                                && PortHolder.isFree("127.0.0.1", NodeKind.HEARSAY.busPort(each));
            if (free) return port;
        }
        throw new Refusal("No free port for the training run.");
    }
}
