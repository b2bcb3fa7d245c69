package hearsay.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import hearsay.node.actor.Node;
import hearsay.node.net.Loops;
import hearsay.node.net.Tcp;
import hearsay.node.server.Environment;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// One node in the foreground.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        var loop = Loops.named("node-" + port);
        var tcp = new Tcp(loop);
        var config =
                ConfigFactory.parseString(
                                """
                                hearsay.loop { type = Dispatcher, executor = "hearsay.node.net.LoopExecutor", loop = "node-%d", throughput = 1 }
                                akka.loglevel = warning
                                """
                                        .formatted(port))
                        .withFallback(ConfigFactory.load());
        var environment =
                new Environment(
                        InstantSource.system(),
                        System::nanoTime,
                        RandomGenerator.of("L64X128MixRandom"),
                        tcp,
                        (level, text) -> System.out.println(text));
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "hearsay", config);
        system.systemActorOf(
                Node.create(
                        environment,
                        node ->
                                new Thread(
                                                () -> {
                                                    try {
                                                        tcp.listen(
                                                                new InetSocketAddress(
                                                                        "127.0.0.1", port),
                                                                511,
                                                                node);
                                                        System.out.println(
                                                                "Ready to accept connections tcp");
                                                    } catch (InterruptedException e) {
                                                        Thread.currentThread().interrupt();
                                                    }
                                                })
                                        .start()),
                "node",
                DispatcherSelector.fromConfig("hearsay.loop"));
    }
}
