package hearsay.simulations.world;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import hearsay.node.actor.Node;
import java.util.ArrayList;
import java.util.List;

/// Stands before a node's mailbox: while the process is paused, what the node's own timers and
/// files bring waits here; once it is dead, nothing passes any more.
///
/// Timers of a stopped process do not pile up: of any number of ticks one is left.
final class Gate extends BehaviorInterceptor<Node.Message, Node.Message> {

    private final List<Node.Message> waiting = new ArrayList<>();
    private boolean paused;
    private boolean dead;

    Gate() {
        super(Node.Message.class);
    }

    void pause() {
        paused = true;
    }

    /// @return what waited, to be told to the node again
    List<Node.Message> resume() {
        paused = false;
        var all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    void die() {
        dead = true;
        waiting.clear();
    }

    @Override
    public Behavior<Node.Message> aroundReceive(
            TypedActorContext<Node.Message> context,
            Node.Message message,
            ReceiveTarget<Node.Message> target) {
        if (dead) return Behaviors.stopped();
        if (!paused) return target.apply(context, message);
        if (message != Node.Signal.CRON || !waiting.contains(message)) waiting.add(message);
        return Behaviors.same();
    }
}
