package hearsay.simulations.junit;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.gossip.model.Address;
import hearsay.node.actor.Node;
import hearsay.node.cluster.MemberSettings;
import hearsay.node.command.CommandTable;
import hearsay.node.config.CommandLine;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.RedisConf;
import hearsay.node.disk.AtomicFile;
import hearsay.node.link.Link;
import hearsay.node.link.LinkListener;
import hearsay.node.machine.ThisMachine;
import hearsay.node.net.Loops;
import hearsay.node.net.Tcp;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.remote.Jvm;
import hearsay.node.server.Environment;
import hearsay.node.server.Log;
import hearsay.node.server.Server;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A Redis process from its start to its end, within this JVM: the real actor on an event loop of
/// its own, which is all that a pause has to stop.
final class Life implements Node.Keeper {

    static final String HOST = "127.0.0.1";

    private static final CommandTable COMMANDS = CommandTable.with(List.of());
    private static final int BACKLOG = 511;
    private static final long SECONDS_TO_END = 10;

    private final ClusterNode node;
    private final Surroundings around;
    private final EventLoop loop;
    private final Tcp tcp;
    private final CuttableLinks links;
    private final Gate gate = new Gate(this::look);
    private final StartClock clock = new StartClock();
    private final boolean fresh;
    private final Door door = new Door();
    private final CompletableFuture<LinkListener> ready = new CompletableFuture<>();
    private final ActorRef<Node.Message> actor;
    private BusExchange.@Nullable Plug plug;
    private @Nullable Channel listening;
    private @Nullable Server server;
    private @Nullable Member member;
    private volatile @Nullable View view;
    private volatile @Nullable CountDownLatch pause;

    /// @param fresh whether the cluster is new, rather than one that this node was away from
    Life(ClusterNode node, Surroundings around, boolean fresh) {
        this.node = node;
        this.around = around;
        this.fresh = fresh;
        if (!fresh) clock.set();
        var group = Loops.named(node.loop());
        loop = group.next();
        tcp = new Tcp(group);
        links = new CuttableLinks(tcp, around.cuts(), node.port(), loop);
        var file = new AtomicFile(node.disk(), ClusterNode.NODES_CONF);
        var clustered =
                new Node.Clustered(
                        new Address(HOST, node.port(), 0, node.busPort(), ""),
                        read(file),
                        listener -> {
                            plug = around.exchange().plug(node.port(), node.busPort(), listener);
                            return plug;
                        },
                        ConfigKeeper.of(file));
        var behavior = Node.create(environment(), configuration(), clustered, this);
        actor =
                Adapter.spawnAnonymous(
                        around.system(),
                        Behaviors.intercept(() -> gate, behavior),
                        Jvm.loop(node.loop()));
    }

    private static NodesConf read(AtomicFile file) {
        try {
            return NodesConf.parse(ConfigKeeper.load(file));
        } catch (NodesConf.Corrupt | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Environment environment() {
        return new Environment(
                clock,
                System::nanoTime,
                RandomGenerator.of("L64X128MixRandom"),
                links,
                new Teller(),
                new ThisMachine(Loops.multiplexing(), around.options().nodes()),
                node.disk());
    }

    private LoadedConfig configuration() {
        var directives = around.options().directives(node.port(), node.busPort());
        return RedisConf.read(
                new CommandLine(Optional.empty(), false, directives),
                new NoFiles(),
                name -> COMMANDS.find(name) != null);
    }

    /// Opens its port for clients.
    ///
    /// @throws IOException somebody else has it
    void listen() throws IOException {
        try {
            door.inner = ready.get(SECONDS_TO_END, TimeUnit.SECONDS);
            listening = tcp.listen(new InetSocketAddress(HOST, node.port()), BACKLOG, 0, door);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting");
        } catch (Exception failed) {
            throw new IOException("cannot listen on port " + node.port() + ": " + failed, failed);
        }
    }

    /// What it thought after the last thing that happened to it, null before there was any.
    @Nullable View view() {
        return view;
    }

    @Override
    public void born(Server inside, @Nullable Member part) {
        server = inside;
        member = part;
        var membership = inside.membership();
        if (!fresh || membership == null) return;
        // It looks at the cluster for the first time now, and two seconds later next.
        var settings = MemberSettings.of(inside.settings());
        membership.perform(membership.member().configure(settings, inside.nowMillis()));
        clock.set();
    }

    @Override
    public void ready(LinkListener clients) {
        ready.complete(clients);
    }

    /// It ended by itself: SHUTDOWN, or it cannot go on.
    @Override
    public void ended(boolean failed) {
        around.chronicle().tell(node.name(), failed ? "gave up" : "ended by order");
        gate.die();
        closeEverything();
        if (plug != null) plug.unplug();
        actor.tell(Node.Signal.CRON);
        node.ended(this);
    }

    /// What it thinks now.
    View viewNow() {
        if (isPaused()) throw new IllegalStateException(node + " is paused");
        await(loop.submit(() -> look()));
        var now = view;
        if (now == null) throw new IllegalStateException(node + " was not born yet");
        return now;
    }

    private void look(Node.Message message) {
        if (message != Node.Signal.SERVE || around.chronicle().isAwaited()) look();
    }

    private void look() {
        if (server == null || member == null) return;
        var now = View.of(server, member);
        if (now.equals(view)) return;
        view = now;
        around.chronicle().changed();
    }

    /// SIGSTOP: the thread stands still, the kernel goes on to accept and to take in.
    void pause() {
        if (pause != null) return;
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        pause = end;
        loop.execute(() -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            begun.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void resume() {
        var end = pause;
        pause = null;
        if (end != null) end.countDown();
    }

    boolean isPaused() {
        return pause != null;
    }

    /// kill -9: what it had not sent is lost, and its kernel closes what was open.
    void kill() {
        gate.die();
        resume();
        if (plug != null) plug.unplug();
        await(loop.submit(this::closeEverything));
        actor.tell(Node.Signal.CRON); // Whatever it is told, it stops.
        await(gate.stopped());
    }

    private void closeEverything() {
        if (listening != null) listening.close();
        door.closeAll();
        links.end();
    }

    private static void await(Future<?> future) {
        try {
            future.get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("a node did not end", failed);
        }
    }

    /// Knows the links of clients, which a dead process leaves to its kernel.
    private static final class Door implements LinkListener {

        private final Set<Link> open = new LinkedHashSet<>();
        private volatile @Nullable LinkListener inner;

        void closeAll() {
            for (var link : new ArrayList<>(open)) link.close(true);
        }

        private LinkListener inner() {
            var listener = inner;
            if (listener == null) throw new IllegalStateException("a client before the node");
            return listener;
        }

        @Override
        public void opened(Link link) {
            open.add(link);
            inner().opened(link);
        }

        @Override
        public void refused(String reason) {
            inner().refused(reason);
        }

        @Override
        public void received(Link link, Incoming bytes) {
            inner().received(link, bytes);
        }

        @Override
        public void closed(Link link) {
            open.remove(link);
            inner().closed(link);
        }
    }

    /// Says everything to the chronicle: a test's output is not a place for six logs.
    private final class Teller implements Log {

        @Override
        public void log(Log.Level level, String text) {
            if (level.compareTo(Log.Level.NOTICE) >= 0) {
                around.chronicle().tell(node.name(), text);
            }
        }

        @Override
        public void happened(Happening happening) {
            if (happening.level() == hearsay.gossip.diary.Level.VERBOSE) return;
            around.chronicle().tell(node.name(), happening.line());
        }
    }
}
