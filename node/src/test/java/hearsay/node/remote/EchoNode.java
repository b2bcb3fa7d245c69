package hearsay.node.remote;

import hearsay.gossip.bus.BusMessage;
import hearsay.node.bus.BusListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/// A process of its own, with a node that sends every message back. Says `ready` when its port is
/// bound, and how long that took.
final class EchoNode {

    /// @param arguments IP, port of remoting, port of the node, extra arguments for measuring
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        int remoting = Integer.parseInt(arguments[1]);
        Jvm jvm = Jvm.start(Jvm.Options.clustered(arguments[0], remoting));
        var bus = new CompletableFuture<ArteryBus>();
        var listener =
                new BusListener() {
                    @Override
                    public void opened(long linkId) {}

                    @Override
                    public void closed(long linkId) {}

                    @Override
                    public void accepted(long linkId, String remoteIp) {}

                    @Override
                    public void received(long linkId, BusMessage message) {
                        bus.join().send(linkId, message);
                    }
                };
        var random = new SplittableRandom(ProcessHandle.current().pid());
        bus.complete(jvm.bus(Integer.parseInt(arguments[2]), random, listener));
        System.out.println("ready after " + (System.nanoTime() - start) / 1_000_000 + " ms");
        jvm.join(List.of());
    }

    static Process start(String ip, int remoting, int port) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EchoNode.class.getName(),
                        ip,
                        Integer.toString(remoting),
                        Integer.toString(port)));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line;
        do {
            line = process.inputReader().readLine();
            if (line == null) throw new IllegalStateException("the process has ended");
        } while (!line.startsWith("ready"));
        return process;
    }
}
