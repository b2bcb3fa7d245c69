package hearsay.node.actor;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.member.Event;
import hearsay.gossip.member.Member;
import hearsay.gossip.member.NodesConf;
import hearsay.gossip.model.Address;
import hearsay.gossip.rules.Rules;
import hearsay.node.bus.Bus;
import hearsay.node.bus.BusListener;
import hearsay.node.cluster.MemberSettings;
import hearsay.node.cluster.Membership;
import hearsay.node.command.CommandTable;
import hearsay.node.command.Dispatcher;
import hearsay.node.config.Directive;
import hearsay.node.config.Directives;
import hearsay.node.config.LoadedConfig;
import hearsay.node.config.Settings;
import hearsay.node.link.LinkListener;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.server.Environment;
import hearsay.node.server.Server;
import hearsay.node.server.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One Redis process as an actor: a mailbox and a timer around a [Server].
///
/// The actor and the links of its clients share one thread. Links put what arrives straight into
/// the sessions' buffers; the first of them in a turn of the loop sends the actor one
/// [Signal#SERVE], and so all that has come in that turn is served together, and then sent
/// together.
public final class Node {

    public sealed interface Message {}

    /// Messages without a content.
    public enum Signal implements Message {
        /// Somebody has sent something.
        SERVE,
        /// A tenth of a second has passed.
        CRON,
        /// A snapshot on its way to replicas can go on.
        SNAPSHOT,
        /// The process is asked to end: as by SHUTDOWN.
        TERMINATE
    }

    private record OnBus(Event event) implements Message {}

    private record Kept(ConfigKeeper.Answer answer) implements Message {}

    /// What a node needs to be part of a cluster.
    ///
    /// @param listening where it really listens
    /// @param conf the nodes.conf it had, null at its first start
    /// @param bus makes its bus, once the node can hear
    /// @param keeper writes its nodes.conf
    /// @param rules [Rules#REDIS], but for a test that wants to see them broken
    public record Clustered(
            Address listening,
            @Nullable NodesConf conf,
            Function<BusListener, Bus> bus,
            Behavior<ConfigKeeper.Command> keeper,
            Rules rules) {

        public Clustered(
                Address listening,
                @Nullable NodesConf conf,
                Function<BusListener, Bus> bus,
                Behavior<ConfigKeeper.Command> keeper) {
            this(listening, conf, bus, keeper, Rules.REDIS);
        }
    }

    /// Whoever runs the node. Called on the node's own thread.
    public interface Keeper {

        /// The node is born: for who wants to look inside, on the node's own thread. Called once,
        /// before anything else.
        ///
        /// @param member its part in the cluster, null without one
        default void born(Server server, @Nullable Member member) {}

        /// The node can be given the links of clients.
        void ready(LinkListener clients);

        /// The node wants to end: by order, or because it cannot go on.
        ///
        /// @param failed as redis-server would exit with 1
        void ended(boolean failed);
    }

    /// What the member must hear of when CONFIG SET changes it.
    private static final List<String> MEMBER_DIRECTIVES =
            Directives.ALL.stream()
                    .map(Directive::name)
                    .filter(name ->
                            name.startsWith("cluster-") || name.equals("repl-ping-replica-period"))
                    .toList();

    private static final Duration CRON_PERIOD = Duration.ofMillis(100);

    private final Keeper keeper;
    private final ActorRef<Message> self;
    private final Server server;
    private final Dispatcher dispatcher;
    private final @Nullable Membership membership;
    private final ClientLinks clients;
    private boolean snapshotGoesOn;
    private boolean announced;

    /// @param clustered null for a node that is no part of a cluster
    public static Behavior<Message> create(
            Environment environment,
            LoadedConfig config,
            @Nullable Clustered clustered,
            Keeper keeper) {
        return Behaviors.setup(context -> {
            var node = new Node(context, environment, config, clustered, keeper);
            var cron = node.everyTenthOfASecond(context);
            node.announce();
            return Behaviors.receive(Message.class)
                    .onAnyMessage(node::on)
                    .onSignal(PostStop.class, stopped -> node.stopped(cron))
                    .build();
        });
    }

    private Node(
            ActorContext<Message> context,
            Environment environment,
            LoadedConfig config,
            @Nullable Clustered clustered,
            Keeper keeper) {
        this.keeper = keeper;
        self = context.getSelf();
        server = new Server(environment, config.settings(), config.file());
        dispatcher = new Dispatcher(server, CommandTable.with(config.renames()));
        clients = new ClientLinks(server, dispatcher::serve, () -> self.tell(Signal.SERVE));
        server.eviction().announce();
        server.shutdown().whenReady(() -> keeper.ended(false));
        membership = clustered == null ? null : join(context, clustered);
        keeper.born(server, membership == null ? null : membership.member());
        config.settings()
                .replication()
                .master()
                .ifPresent(master -> server.replication().begin(master.host(), master.port()));
    }

    /// Straight from the scheduler: Akka's timers ask their actor's log at every tick whether it
    /// wants to hear of it, which costs a node of a simulation a tenth of its time.
    private Cancellable everyTenthOfASecond(ActorContext<Message> context) {
        return context.getSystem()
                .scheduler()
                .scheduleWithFixedDelay(
                        CRON_PERIOD,
                        CRON_PERIOD,
                        () -> self.tell(Signal.CRON),
                        context.getExecutionContext());
    }

    private Behavior<Message> stopped(Cancellable cron) {
        cron.cancel();
        return Behaviors.same();
    }

    private Membership join(ActorContext<Message> context, Clustered clustered) {
        var member =
                new Member(
                        MemberSettings.of(server.settings()),
                        clustered.listening(),
                        server.environment().random(),
                        clustered.conf(),
                        clustered.rules(),
                        server.now());
        var file = context.spawn(clustered.keeper(), "nodes.conf");
        var answers = context.messageAdapter(ConfigKeeper.Answer.class, Kept::new);
        var part =
                new Membership(
                        member,
                        clustered.bus().apply(new Ear()),
                        (sequence, text) ->
                                file.tell(new ConfigKeeper.Save(sequence, text, answers)),
                        new NodeHands(server, this::giveUp),
                        server.log());
        part.buffers().limit(server.settings().cluster().linkSendbufLimit());
        server.membership(part);
        dispatcher.joined(member);
        server.settings().whenChanged(MEMBER_DIRECTIVES, this::configureMember);
        part.start(server.nowMillis());
        return part;
    }

    private void configureMember(Settings settings) {
        if (membership == null) return;
        membership.buffers().limit(settings.cluster().linkSendbufLimit());
        var member = membership.member();
        membership.perform(member.configure(MemberSettings.of(settings), server.nowMillis()));
    }

    private Behavior<Message> on(Message message) {
        server.now();
        switch (message) {
            case Signal.SERVE -> clients.serve();
            case Signal.CRON -> cron();
            case Signal.SNAPSHOT -> snapshot();
            case Signal.TERMINATE -> terminate();
            case OnBus(Event event) -> onBus(event);
            case Kept(var answer) -> kept(answer);
        }
        server.flush();
        if (!snapshotGoesOn && server.replication().hasWork()) {
            snapshotGoesOn = true;
            self.tell(Signal.SNAPSHOT);
        }
        return Behaviors.same();
    }

    /// The node may be given clients. A new member first has on disk who it is: it must not be
    /// somebody else after a crash.
    private void announce() {
        if (announced || (membership != null && membership.isSaving())) return;
        announced = true;
        keeper.ready(clients);
    }

    private void cron() {
        server.cron();
        server.log().role(server.replication().isMaster() ? 'M' : 'S');
        if (membership != null) membership.tick(server.nowMillis());
    }

    private void onBus(Event event) {
        if (membership != null) membership.on(event, server.nowMillis());
    }

    private void kept(ConfigKeeper.Answer answer) {
        if (membership == null) return;
        switch (answer) {
            case ConfigKeeper.Saved(long sequence) -> {
                membership.saved(sequence, server.nowMillis());
                announce();
            }
            case ConfigKeeper.SaveFailed(long sequence, String reason) ->
                    membership.saveFailed(reason);
        }
    }

    private void terminate() {
        server.log().warning("Received SIGTERM scheduling shutdown...");
        var how = server.settings().server().shutdownOnSigterm();
        server.shutdown()
                .begin(
                        new Shutdown.Order(
                                how.contains("save"),
                                how.contains("nosave"),
                                how.contains("now"),
                                how.contains("force")));
    }

    private void giveUp(String why) {
        server.log().warning(why);
        keeper.ended(true);
    }

    private void snapshot() {
        snapshotGoesOn = false;
        server.replication().advance();
    }

    /// Puts what the bus reports, on a thread of its own, into the node's mailbox.
    private final class Ear implements BusListener {

        @Override
        public void opened(long linkId) {
            self.tell(new OnBus(new Event.LinkOpened(linkId)));
        }

        @Override
        public void closed(long linkId) {
            self.tell(new OnBus(new Event.LinkClosed(linkId)));
        }

        @Override
        public void accepted(long linkId, String remoteIp) {
            self.tell(new OnBus(new Event.LinkAccepted(linkId, remoteIp, "")));
        }

        @Override
        public void received(long linkId, BusMessage message) {
            self.tell(new OnBus(new Event.Received(linkId, message)));
        }
    }
}
