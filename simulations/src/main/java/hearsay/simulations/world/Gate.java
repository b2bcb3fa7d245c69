package hearsay.simulations.world;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;

/// Stands before a node's mailbox: while the process is paused, what the node's own timers and
/// files bring waits here; once it is dead, nothing passes any more.
///
/// Timers of a stopped process do not pile up: of any number of ticks one is left.
final class Gate<M> extends BehaviorInterceptor<M, M> {

    private final M tick;
    private final List<M> waiting = new ArrayList<>();
    private boolean paused;
    private boolean dead;

    /// @param tick what the process tells itself again and again
    Gate(Class<M> messages, M tick) {
        super(messages);
        this.tick = tick;
    }

    void pause() {
        paused = true;
    }

    /// @return what waited, to be told to the node again
    List<M> resume() {
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
    public Behavior<M> aroundReceive(
            TypedActorContext<M> context, M message, ReceiveTarget<M> target) {
        if (dead) return Behaviors.stopped();
        if (!paused) return target.apply(context, message);
        if (!message.equals(tick) || !waiting.contains(message)) waiting.add(message);
        return Behaviors.same();
    }
}
