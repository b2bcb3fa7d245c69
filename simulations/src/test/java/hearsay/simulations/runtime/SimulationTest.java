package hearsay.simulations.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An actor system in virtual time")
class SimulationTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<String> history = new ArrayList<>();

    @Test
    void timers_fire_at_their_time_and_no_time_is_waited_for() {
        try (var simulation = new Simulation(1)) {
            simulation.spawn(ticking(simulation, "a", 700), "a");
            simulation.spawn(ticking(simulation, "b", 1000), "b");
            simulation.runUntil(2 * SECOND);
        }
        assertThat(history).containsExactly("a 700", "b 1000", "a 1400", "b 2000");
    }

    @Test
    void a_message_is_answered_without_time_passing() {
        try (var simulation = new Simulation(1)) {
            Behavior<String> echo =
                    Behaviors.receiveMessage(message -> {
                        history.add(message + " at " + simulation.agenda().nanos());
                        return Behaviors.same();
                    });
            simulation.spawn(echo, "echo").tell("hello");
            simulation.runUntil(0);
        }
        assertThat(history).containsExactly("hello at 0");
    }

    @Test
    void another_thread_is_refused() throws InterruptedException {
        try (var simulation = new Simulation(1)) {
            var ref = simulation.spawn(Behaviors.<String>ignore(), "somebody");
            var thrown = new AtomicReference<Throwable>();
            var stranger =
                    new Thread(
                            () -> {
                                try {
                                    simulation
                                            .system()
                                            .executionContext()
                                            .execute(() -> ref.tell("from outside"));
                                } catch (IllegalStateException e) {
                                    thrown.set(e);
                                }
                            },
                            "stranger");
            stranger.start();
            stranger.join();
            assertThat(thrown.get()).hasMessageContaining("stranger");
        }
    }

    @Test
    void what_is_due_at_the_same_moment_comes_in_the_order_it_was_made() {
        var agenda = new Agenda();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            agenda.after((number * 7919L) % 13, () -> history.add(agenda.nanos() + ":" + number));
        }
        var expected = new ArrayList<String>();
        for (int due = 0; due < 13; due++) {
            for (int i = 0; i < 10_000; i++) {
                if ((i * 7919L) % 13 == due) expected.add(due + ":" + i);
            }
        }
        while (agenda.next()) assertThat(agenda.waiting()).isNotNegative();
        assertThat(history).isEqualTo(expected);
        assertThatThrownBy(() -> history.get(10_000)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private Behavior<String> ticking(Simulation simulation, String name, long everyMillis) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay("tick", Duration.ofMillis(everyMillis));
            return Behaviors.receiveMessage(tick -> {
                history.add(name + " " + simulation.agenda().nanos() / 1_000_000);
                return Behaviors.same();
            });
        });
    }
}
