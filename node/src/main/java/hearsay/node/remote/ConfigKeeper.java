package hearsay.node.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.actor.typed.ActorRef;
import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.state.javadsl.CommandHandler;
import akka.persistence.typed.state.javadsl.DurableStateBehavior;
import akka.persistence.typed.state.javadsl.Effect;
import hearsay.node.disk.AtomicFile;
import hearsay.node.disk.BackgroundIo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps a node's cluster configuration on disk, as a durable state of Akka Persistence in
/// [ClusterStore]. A node says nothing of a vote or a new epoch before it has [Saved] for it.
///
/// One file write is under way at a time. Saves that come meanwhile are one write when it is done:
/// the last text, which is a later state of the same configuration, answers for all of them.
///
/// Source: Redis Cluster specification, "Replica election and promotion" (nodes must store
/// currentEpoch and lastVoteEpoch before they reply).
public final class ConfigKeeper extends AbstractBehavior<ConfigKeeper.Command> {

    public sealed interface Command {}

    /// @param sequence comes back in the answer; each save's greater than the one before
    public record Save(long sequence, String text, ActorRef<Answer> replyTo) implements Command {}

    private record Written() implements Command {}

    public sealed interface Answer {
        long sequence();
    }

    /// The text of this save, or of a later one, is on disk: file and folder synced.
    public record Saved(long sequence) implements Answer {}

    /// It is not, and no later save will be tried: the node must end, as Redis does.
    public record SaveFailed(long sequence, String reason) implements Answer {}

    private final ClusterStore store;
    private final PersistenceId id;
    private final ActorRef<Write> writer;
    private List<Save> inWriting = List.of();
    private final List<Save> waiting = new ArrayList<>();
    private @Nullable String failure;

    /// What is there when a node starts, read on the caller's thread before any actor is.
    ///
    /// @return the text of nodes.conf, "" when there is none
    public static String load(AtomicFile file) throws IOException {
        return new String(file.readIfThere(), UTF_8);
    }

    /// @param file nodes.conf of one node on a disk of this machine, to be held by [NodesLock] all
    ///   the while; threads of the dispatcher `hearsay.disk-dispatcher` wait for it
    public static Behavior<Command> of(AtomicFile file) {
        return Behaviors.setup(context -> {
            var threads = DispatcherSelector.fromConfig("hearsay.disk-dispatcher");
            var executor = context.getSystem().dispatchers().lookup(threads);
            return new ConfigKeeper(context, file, BackgroundIo.on(executor));
        });
    }

    /// @param io waits for the disk
    public static Behavior<Command> of(AtomicFile file, BackgroundIo io) {
        return Behaviors.setup(context -> new ConfigKeeper(context, file, io));
    }

    private ConfigKeeper(ActorContext<Command> context, AtomicFile file, BackgroundIo io) {
        super(context);
        store = ClusterStore.of(Adapter.toClassic(context.getSystem()));
        id = store.open(file, io);
        writer = context.spawn(new Writer(id, context.getSelf()), "writer");
        context.watch(writer);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Save.class, this::save)
                .onMessage(Written.class, written -> written())
                .onSignal(ChildFailed.class, failed -> failed(failed.getCause()))
                .onSignal(PostStop.class, stopped -> stopped())
                .build();
    }

    private Behavior<Command> save(Save save) {
        if (failure != null) {
            save.replyTo.tell(new SaveFailed(save.sequence, failure));
            return this;
        }
        waiting.add(save);
        if (inWriting.isEmpty()) write();
        return this;
    }

    private void write() {
        if (waiting.isEmpty()) return;
        inWriting = List.copyOf(waiting);
        waiting.clear();
        writer.tell(new Write(inWriting.getLast().text));
    }

    private Behavior<Command> written() {
        for (var save : inWriting) save.replyTo.tell(new Saved(save.sequence));
        inWriting = List.of();
        write();
        return this;
    }

    private Behavior<Command> failed(Throwable cause) {
        String reason = reasonOf(cause);
        failure = reason;
        for (var save : inWriting) save.replyTo.tell(new SaveFailed(save.sequence, reason));
        for (var save : waiting) save.replyTo.tell(new SaveFailed(save.sequence, reason));
        inWriting = List.of();
        waiting.clear();
        return this;
    }

    /// The operating system's words, if it was the disk that failed.
    private static String reasonOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof IOException)) root = root.getCause();
        return root instanceof IOException && root.getMessage() != null
                ? root.getMessage()
                : root.toString();
    }

    private Behavior<Command> stopped() {
        store.close(id);
        return this;
    }

    private record Write(String text) {}

    /// The durable state itself: the text as it is on disk.
    private static final class Writer extends DurableStateBehavior<Write, String> {

        /// The node says why it ends, in a line; Akka would write a stack trace before.
        private static final BackoffSupervisorStrategy FAIL_QUIETLY =
                SupervisorStrategy.restartWithBackoff(Duration.ZERO, Duration.ZERO, 0)
                        .withMaxRestarts(0)
                        .withLoggingEnabled(false);

        private final ActorRef<Command> keeper;

        Writer(PersistenceId id, ActorRef<Command> keeper) {
            super(id, FAIL_QUIETLY);
            this.keeper = keeper;
        }

        @Override
        public String durableStateStorePluginId() {
            return ClusterStore.PLUGIN;
        }

        @Override
        public String emptyState() {
            return "";
        }

        @Override
        public CommandHandler<Write, String> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onCommand(
                            Write.class,
                            write ->
                                    Effect()
                                            .persist(write.text)
                                            .thenRun(text -> keeper.tell(new Written())))
                    .build();
        }
    }
}
