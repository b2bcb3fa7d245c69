package hearsay.simulations.runtime;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import scala.concurrent.BlockContext;
import scala.concurrent.ExecutionContext;

/// An actor system on the thread that made it, in virtual time. The seed decides everything that
/// happens in it; another thread that touches it is an error.
public final class Simulation implements AutoCloseable {

    private static final ClassLoader RESOURCES =
            new BareResources(Simulation.class.getClassLoader());

    private static final Config CONFIG =
            ConfigFactory.parseResources(
                            Simulation.class.getClassLoader(),
                            "hearsay/simulations/runtime/simulation.conf")
                    .withFallback(ConfigFactory.defaultReference(RESOURCES))
                    .resolve();

    private final RunQueue runQueue = new RunQueue();
    private final ActorSystem<Void> system;
    private final Agenda agenda;
    private final SplittableGenerator seeds;

    public Simulation(long seed) {
        seeds = RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom").create(seed);
        var setup =
                BootstrapSetup.create(CONFIG)
                        .withClassloader(RESOURCES)
                        .withDefaultExecutionContext(ExecutionContext.fromExecutor(runQueue));
        system =
                BlockContext.withBlockContext(
                        runQueue,
                        () ->
                                ActorSystem.create(
                                        Behaviors.empty(),
                                        "simulation",
                                        ActorSystemSetup.create(setup)));
        agenda = ((VirtualScheduler) system.classicSystem().scheduler()).agenda();
        runQueue.drain();
    }

    public Agenda agenda() {
        return agenda;
    }

    /// Chance for one more part of the world, independent of all others.
    public RandomGenerator nextChance() {
        return seeds.split();
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return system.systemActorOf(behavior, name, Props.empty());
    }

    /// Lets time pass.
    ///
    /// @param untilNanos since the world began
    public void runUntil(long untilNanos) {
        runQueue.drain();
        while (agenda.nextDue() <= untilNanos) step();
        agenda.passTo(untilNanos);
    }

    /// Goes to the next appointment, and does all that follows from it at once.
    ///
    /// @return whether there was one
    public boolean step() {
        if (!agenda.next()) return false;
        runQueue.drain();
        return true;
    }

    /// Ends all actors. No time passes.
    @Override
    public void close() {
        system.terminate();
        runQueue.drain();
    }
}
