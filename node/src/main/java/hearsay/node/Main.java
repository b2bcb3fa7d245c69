package hearsay.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import hearsay.node.actor.Node;
import hearsay.node.command.CommandTable;
import hearsay.node.config.CommandLine;
import hearsay.node.config.DiskConfigFiles;
import hearsay.node.config.RedisConf;
import hearsay.node.disk.FileDisk;
import hearsay.node.machine.ThisMachine;
import hearsay.node.net.Loops;
import hearsay.node.net.Tcp;
import hearsay.node.server.Environment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// One node in the foreground.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var config =
                RedisConf.read(
                        CommandLine.parse(List.of(arguments)),
                        new DiskConfigFiles(Path.of(""), System.in),
                        name -> new CommandTable().find(name) != null);
        int port = config.settings().network().port();
        var loop = Loops.named("node-" + port);
        var tcp = new Tcp(loop);
        var akka =
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
                        (level, text) -> System.out.println(text),
                        new ThisMachine("epoll"),
                        new FileDisk());
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "hearsay", akka);
        system.systemActorOf(
                Node.create(
                        environment,
                        config.settings(),
                        config.file(),
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
