package hearsay.sentinel.actor;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.node.actor.ClientLinks;
import hearsay.node.command.Dispatcher;
import hearsay.node.config.LoadedConfig;
import hearsay.node.remote.ConfigKeeper;
import hearsay.node.server.Server;
import hearsay.node.server.Shutdown;
import hearsay.sentinel.command.Desk;
import hearsay.sentinel.command.SentinelCommands;
import hearsay.sentinel.member.Effect;
import hearsay.sentinel.member.Event;
import hearsay.sentinel.member.Sentinel;
import hearsay.sentinel.member.Settings;
import hearsay.sentinel.model.Periods;
import hearsay.sentinel.script.Programs.Exit;
import hearsay.sentinel.script.ScriptQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// One Sentinel process as an actor: a mailbox and timers around a [Sentinel], and around a
/// [Server], for a Sentinel is a Redis with another table of commands.
///
/// Like Redis it stands still while sentinel.conf is written: what comes meanwhile is heard
/// afterwards, in its order, and nobody hears of what is not yet on disk.
///
/// ```
///   IS-MASTER-DOWN-BY-ADDR … epoch 7   →  vote, Save  →  [ everything else waits ]  →  reply, +vote-for-leader …
/// ```
public final class SentinelActor implements Desk {

    public sealed interface Message {}

    /// Messages without a content.
    public enum Signal implements Message {
        /// A client has sent something.
        SERVE,
        /// A tenth of a second has passed.
        CRON,
        /// The process is asked to end: as by SHUTDOWN.
        TERMINATE
    }

    private record Happened(Event event) implements Message {}

    private record Kept(ConfigKeeper.Answer answer) implements Message {}

    private record Ended(long script, Exit exit) implements Message {}

    private static final Duration CRON_PERIOD = Duration.ofMillis(100);

    private final ActorContext<Message> context;
    private final ActorRef<Message> self;
    private final Keeper keeper;
    private final Server server;
    private final Sentinel sentinel;
    private final ScriptQueue scripts;
    private final ConfFile conf;
    private final Deeds deeds;
    private final Hands hands;
    private final ClientLinks clients;
    private final Deque<Message> stashed = new ArrayDeque<>();
    private boolean announced;

    /// First of all the file is written as it is. Who cannot must not begin; and what is done for
    /// the first time takes long: a Sentinel whose clock ran already would be in TILT at once.
    ///
    /// @param config what [hearsay.node.config.RedisConf#readSentinel] has read, with a file
    /// @param settings what [hearsay.sentinel.config.SentinelConf] has understood of it
    public static Behavior<Message> create(
            World world, LoadedConfig config, Settings settings, Keeper keeper) {
        return Behaviors.setup(context -> {
            var answers = context.messageAdapter(ConfigKeeper.Answer.class, Kept::new);
            var conf = new ConfFile(context, world, config.settings(), answers);
            conf.tryOut();
            return Behaviors.receive(Message.class)
                    .onMessage(
                            Kept.class,
                            kept ->
                                    switch (kept.answer()) {
                                        case ConfigKeeper.Saved saved ->
                                                begin(
                                                        context, world, config, settings, conf,
                                                        keeper);
                                        case ConfigKeeper.SaveFailed(long n, String reason) ->
                                                giveUp(world, reason, keeper);
                                    })
                    .onMessageEquals(
                            Signal.TERMINATE,
                            () -> {
                                keeper.ended(false);
                                return Behaviors.stopped();
                            })
                    .build();
        });
    }

    private static Behavior<Message> begin(
            ActorContext<Message> context,
            World world,
            LoadedConfig config,
            Settings settings,
            ConfFile conf,
            Keeper keeper) {
        var actor = new SentinelActor(context, world, config, settings, conf, keeper);
        var cron = actor.everyTenthOfASecond();
        actor.deeds.add(actor.sentinel.start(actor.server.nowMillis()));
        actor.settle();
        return Behaviors.receive(Message.class)
                .onAnyMessage(actor::on)
                .onSignal(
                        PostStop.class,
                        stopped -> {
                            cron.cancel();
                            return Behaviors.same();
                        })
                .build();
    }

    private static Behavior<Message> giveUp(World world, String reason, Keeper keeper) {
        world.ports()
                .log()
                .warning(
                        "Sentinel config file %s is not writable: %s. Exiting..."
                                .formatted(world.conf().path(), reason));
        keeper.ended(true);
        return Behaviors.stopped();
    }

    private SentinelActor(
            ActorContext<Message> context,
            World world,
            LoadedConfig config,
            Settings settings,
            ConfFile conf,
            Keeper keeper) {
        this.context = context;
        this.conf = conf;
        this.keeper = keeper;
        self = context.getSelf();
        var ports = world.ports();
        server = new Server(ports, config.settings(), config.file());
        server.actAsSentinel();
        server.log().role('X');
        server.shutdown().whenReady(() -> keeper.ended(false));
        sentinel =
                new Sentinel(
                        settings,
                        Periods.DEFAULT,
                        world.machine(),
                        ports.random(),
                        world.rules(),
                        server.now());
        scripts =
                new ScriptQueue(
                        world.programs(),
                        (script, exit) -> self.tell(new Ended(script, exit)),
                        () -> sentinel.periods().scriptMaxRuntime(),
                        () -> sentinel.periods().scriptRetryDelay());
        hands = new Hands(server, ports.links(), scripts, keeper, this::tell, this::wakeAfter);
        deeds = new Deeds(hands::carryOut, conf::save);
        var dispatcher = new Dispatcher(server, SentinelCommands.table(this, config.renames()));
        clients = new ClientLinks(server, dispatcher::serve, () -> self.tell(Signal.SERVE));
        SentinelCommands.describe(this, server);
        keeper.born(server, sentinel);
    }

    private Cancellable everyTenthOfASecond() {
        return context.getSystem()
                .scheduler()
                .scheduleWithFixedDelay(
                        CRON_PERIOD,
                        CRON_PERIOD,
                        () -> self.tell(Signal.CRON),
                        context.getExecutionContext());
    }

    private void wakeAfter(long millis) {
        var unused =
                context.getSystem()
                        .scheduler()
                        .scheduleOnce(
                                Duration.ofMillis(millis),
                                () -> tell(new Event.Tick()),
                                context.getExecutionContext());
    }

    private void tell(Event event) {
        self.tell(new Happened(event));
    }

    private Behavior<Message> on(Message message) {
        server.now();
        if (message instanceof Kept(var answer)) {
            deeds.saved(conf.isSavedBy(answer));
        } else if (isSaving()) {
            stashed.add(message);
        } else {
            handle(message);
        }
        while (!isSaving() && !stashed.isEmpty()) handle(stashed.remove());
        settle();
        return Behaviors.same();
    }

    private void handle(Message message) {
        switch (message) {
            case Signal.SERVE -> clients.serve();
            case Signal.CRON -> cron();
            case Signal.TERMINATE -> terminate();
            case Happened(var event) -> deeds.add(sentinel.on(event, server.nowMillis()));
            case Ended(long script, var exit) ->
                    scripts.ended(script, exit, server.nowMillis(), this::announce);
            case Kept kept -> throw new AssertionError("is heard at once");
        }
    }

    /// Says what there is to be said, unless the disk has to know first.
    private void settle() {
        // Clients that were waiting for the disk go on, and may have something to be saved again.
        if (!isSaving()) server.resumeReleased();
        if (isSaving()) return;
        server.flush();
        hands.flush();
        if (announced) return;
        announced = true;
        keeper.ready(clients);
    }

    private void cron() {
        server.cron();
        scripts.tick(server.nowMillis(), this::announce);
    }

    private void announce(Effect.Announce event) {
        deeds.add(List.of(event));
    }

    private void terminate() {
        server.log().warning("Received SIGTERM scheduling shutdown...");
        server.shutdown().begin(Shutdown.Order.PLAIN);
    }

    @Override
    public Sentinel sentinel() {
        return sentinel;
    }

    @Override
    public ScriptQueue scripts() {
        return scripts;
    }

    @Override
    public void perform(List<Effect> effects) {
        deeds.add(effects);
    }

    @Override
    public void then(Consumer<Boolean> who) {
        deeds.then(who);
    }

    @Override
    public boolean isSaving() {
        return deeds.isSaving();
    }
}
