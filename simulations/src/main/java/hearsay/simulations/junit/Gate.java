package hearsay.simulations.junit;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.node.actor.Node;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Stands before a node's mailbox: when the process was killed nothing passes any more, and after
/// everything that passes somebody may look at the node.
final class Gate extends BehaviorInterceptor<Node.Message, Node.Message> {

    private final Consumer<Node.Message> afterwards;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean dead;

    /// @param afterwards runs on the node's own thread
    Gate(Consumer<Node.Message> afterwards) {
        super(Node.Message.class);
        this.afterwards = afterwards;
    }

    void die() {
        dead = true;
    }

    /// Completes when the actor and all its children are no more.
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public Behavior<Node.Message> aroundReceive(
            TypedActorContext<Node.Message> context,
            Node.Message message,
            ReceiveTarget<Node.Message> target) {
        if (dead) return Behaviors.stopped();
        var next = target.apply(context, message);
        afterwards.accept(message);
        return next;
    }

    @Override
    public Behavior<Node.Message> aroundSignal(
            TypedActorContext<Node.Message> context,
            Signal signal,
            SignalTarget<Node.Message> target) {
        var next = target.apply(context, signal);
        if (signal instanceof PostStop) stopped.complete(null);
        return next;
    }
}
