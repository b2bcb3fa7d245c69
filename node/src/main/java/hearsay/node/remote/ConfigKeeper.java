package hearsay.node.remote;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.persistence.typed.state.javadsl.CommandHandler;
import akka.persistence.typed.state.javadsl.DurableStateBehavior;
import akka.persistence.typed.state.javadsl.Effect;
import java.io.IOException;
import java.nio.file.Path;
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

    private final ActorRef<Write> writer;
    private List<Save> inWriting = List.of();
    private final List<Save> waiting = new ArrayList<>();
    private @Nullable String failure;

    /// What is there when a node starts, read on the caller's thread before any actor is.
    ///
    /// @return the text of nodes.conf, "" when there is none
    public static String load(Path file) throws IOException {
        return NodesFile.read(file);
    }

    /// @param file nodes.conf of one node, to be held by [NodesLock] all the while
    public static Behavior<Command> of(Path file) {
        return Behaviors.setup(context -> new ConfigKeeper(context, file));
    }

    private ConfigKeeper(ActorContext<Command> context, Path file) {
        super(context);
        writer = context.spawn(new Writer(file, context.getSelf()), "writer");
        context.watch(writer);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Save.class, this::save)
                .onMessage(Written.class, written -> written())
                .onSignal(ChildFailed.class, failed -> failed(failed.getCause()))
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
        Throwable root = cause;
        while (root.getCause() != null) root = root.getCause();
        String reason = root.toString();
        failure = reason;
        for (var save : inWriting) save.replyTo.tell(new SaveFailed(save.sequence, reason));
        for (var save : waiting) save.replyTo.tell(new SaveFailed(save.sequence, reason));
        inWriting = List.of();
        waiting.clear();
        return this;
    }

    private record Write(String text) {}

    /// The durable state itself: the text as it is on disk.
    private static final class Writer extends DurableStateBehavior<Write, String> {

        private final ActorRef<Command> keeper;

        Writer(Path file, ActorRef<Command> keeper) {
            super(ClusterStore.idOf(file));
            this.keeper = keeper;
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
