package hearsay.simulations.process;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.simulations.fault.Aim;
import hearsay.simulations.fault.Fault;
import hearsay.simulations.fault.Trouble;
import hearsay.simulations.fault.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The occasions for trouble")
class OccasionsTest {

    private static final long SECOND = 1_000_000_000;

    private final List<Long> times = new ArrayList<>();
    private long now;

    @Test
    void come_once_or_again_and_again_until_their_end() {
        var occasions = occasions(new When.At(seconds(2)), every(3, 5, 14));
        pass(occasions, 30);
        assertThat(times).containsExactly(2L, 5L, 8L, 11L);
    }

    @Test
    void come_by_chance_as_the_seed_says() {
        var when = new When.Between(seconds(10), seconds(1_010), seconds(10));
        pass(occasions(when), 2_000);
        List<Long> first = List.copyOf(times);
        assertThat(first).hasSizeBetween(60, 140).allMatch(time -> time >= 10 && time <= 1_010);
        times.clear();
        now = 0;
        pass(occasions(when), 2_000);
        assertThat(times).isEqualTo(first);
    }

    @Test
    void come_because_something_happened_from_the_nth_time_on_and_so_many_times() {
        var occasions = occasions(new When.On("votes", seconds(1), 2, 2));
        for (int i = 0; i < 5; i++) {
            occasions.hear("votes", now);
            occasions.hear("elected", now);
            pass(occasions, 10 * (i + 1));
        }
        assertThat(times).containsExactly(11L, 21L);
    }

    @Test
    void the_next_one_is_known() {
        var occasions = occasions(new When.At(seconds(2)));
        assertThat(occasions.nextNanos()).isEqualTo(2 * SECOND);
        pass(occasions, 3);
        assertThat(occasions.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private void pass(Occasions occasions, long untilSecond) {
        for (; now < untilSecond * SECOND; now += SECOND) occasions.keep(now);
    }

    private Occasions occasions(When... whens) {
        List<Trouble> troubles = new ArrayList<>();
        for (When when : whens)
            troubles.add(
                    new Trouble(when, new Fault.Crash(), new Aim.Port(7000), Optional.empty()));
        RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        return new Occasions(troubles, chance, trouble -> times.add(now / SECOND));
    }

    private static When every(long gap, long from, long until) {
        return new When.Every(seconds(gap), seconds(from), seconds(until));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
