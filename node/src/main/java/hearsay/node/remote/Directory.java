package hearsay.node.remote;

import akka.actor.ActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Who runs where: the nodes of all JVMs of the Akka cluster, for launching and observing. No node
/// decides anything by it; an entry may be seconds old, and one of a JVM that is only stuck stays.
///
/// An entry is an actor without a behaviour of its own, registered with the receptionist; what it
/// says of its node is its name, so no message is needed to read it.
public final class Directory {

    /// @param name of the node, as its launcher calls it
    /// @param ip where clients reach it
    /// @param port where clients reach it
    /// @param jvm `ip:port` of its JVM's remoting
    public record Entry(String name, String ip, int port, String jvm) {}

    private static final ServiceKey<Withdraw> NODES = ServiceKey.create(Withdraw.class, "nodes");

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::ip).thenComparingInt(Entry::port);

    private record Withdraw() {}

    private final ActorSystem system;
    private final String ownJvm;

    Directory(Jvm jvm) {
        system = jvm.system();
        ownJvm = jvm.host() + ":" + jvm.port();
    }

    /// Makes a node of this JVM known to all.
    ///
    /// @return withdraws it again
    public Runnable list(String name, String ip, int port) {
        String encoded = String.join(",", encode(name), encode(ip), Integer.toString(port));
        var entry = Adapter.spawn(system, entry(), "node:" + encoded);
        return () -> entry.tell(new Withdraw());
    }

    /// Calls with all entries, ordered by address: at once, and after every change. On a thread of
    /// the directory's.
    ///
    /// @return ends it
    public Runnable watch(Consumer<List<Entry>> observer) {
        var watcher = Adapter.spawnAnonymous(system, watcher(observer));
        return () -> system.stop(Adapter.toClassic(watcher));
    }

    private static Behavior<Withdraw> entry() {
        return Behaviors.setup(context -> {
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.register(NODES, context.getSelf()));
            return Behaviors.receive(Withdraw.class)
                    .onMessage(Withdraw.class, withdraw -> Behaviors.stopped())
                    .build();
        });
    }

    private Behavior<Receptionist.Listing> watcher(Consumer<List<Entry>> observer) {
        return Behaviors.setup(context -> {
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.subscribe(NODES, context.getSelf()));
            return Behaviors.receive(Receptionist.Listing.class)
                    .onMessage(
                            Receptionist.Listing.class,
                            listing -> {
                                observer.accept(entries(listing));
                                return Behaviors.same();
                            })
                    .build();
        });
    }

    private List<Entry> entries(Receptionist.Listing listing) {
        return listing.getServiceInstances(NODES).stream()
                .map(this::entryOf)
                .sorted(ORDER)
                .toList();
    }

    private Entry entryOf(ActorRef<Withdraw> node) {
        var address = node.path().address();
        String jvm = address.hasGlobalScope() ? address.hostPort() : ownJvm;
        String[] parts = node.path().name().substring("node:".length()).split(",", -1);
        return new Entry(
                decode(parts[0]),
                decode(parts[1]),
                Integer.parseInt(parts[2]),
                jvm.substring(jvm.indexOf('@') + 1));
    }

    /// Letters that an actor's name may have, which is nearly what a URL may.
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
