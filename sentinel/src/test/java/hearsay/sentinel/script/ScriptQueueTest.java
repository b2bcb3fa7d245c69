package hearsay.sentinel.script;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.diary.Level;
import hearsay.sentinel.member.Effect.Announce;
import hearsay.sentinel.script.Programs.Exit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// D7.81: what becomes of scripts.
@DisplayName("D7.81: scripts wait, are run, ended after a minute, and tried again")
final class ScriptQueueTest {

    private static final long MINUTE = 60_000;
    private static final Exit WELL = new Exit(0, 0);
    private static final Exit AGAIN = new Exit(1, 0);

    private final Map<Long, Consumer<Exit>> running = new LinkedHashMap<>();
    private final List<Long> killed = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private long started;
    private long now = 1_000_000;

    private final ScriptQueue queue =
            new ScriptQueue(this::start, this::ended, () -> MINUTE, () -> 30_000);

    private Programs.Running start(List<String> words, Consumer<Exit> ended) throws IOException {
        if (words.getFirst().equals("/missing")) throw new IOException("No such file");
        long pid = ++started;
        running.put(pid, ended);
        return new Programs.Running() {
            @Override
            public long pid() {
                return pid;
            }

            @Override
            public void kill() {
                killed.add(pid);
            }
        };
    }

    private void ended(long job, Exit exit) {
        queue.ended(job, exit, now, this::say);
    }

    private void say(Announce event) {
        if (event.level() != Level.DEBUG) said.add(event.name() + " " + event.text());
    }

    private void tick() {
        queue.tick(now, this::say);
    }

    private void end(long pid, Exit exit) {
        var whom = running.remove(pid);
        if (whom == null) throw new AssertionError("does not run: " + pid);
        whom.accept(exit);
    }

    @Test
    void sixteen_run_and_the_others_wait_for_their_turn() {
        for (int i = 0; i < 20; i++) queue.add(List.of("/script", "n" + i));
        tick();
        assertThat(queue.running()).isEqualTo(16);
        assertThat(queue.length()).isEqualTo(20);
        end(3, WELL);
        tick();
        assertThat(queue.running()).isEqualTo(16);
        assertThat(queue.length()).isEqualTo(19);
        assertThat(said).isEmpty();
    }

    @Test
    void of_more_than_256_the_oldest_that_does_not_run_is_dropped() {
        queue.add(List.of("/running"));
        tick();
        for (int i = 0; i < 256; i++) queue.add(List.of("/script", "n" + i));
        assertThat(queue.length()).isEqualTo(256);
        var pending = queue.pending(now);
        assertThat(pending.getFirst().words()).containsExactly("/running");
        assertThat(pending.get(1).words()).containsExactly("/script", "n1");
    }

    @Test
    void who_takes_more_than_a_minute_is_killed_and_comes_again() {
        queue.add(List.of("/slow"));
        tick();
        now += MINUTE;
        tick();
        assertThat(killed).isEmpty();
        now += 1;
        tick();
        assertThat(killed).containsExactly(1L);
        assertThat(said).containsExactly("-script-timeout /slow 1");
        end(1, new Exit(0, 9));
        assertThat(queue.pending(now).getFirst().millis()).isEqualTo(30_000);
    }

    @Test
    void exit_code_1_means_again_ten_times_in_all_each_time_after_twice_the_delay() {
        queue.add(List.of("/script", "x"));
        long delay = 30_000;
        for (int attempt = 1; attempt < 10; attempt++) {
            tick();
            end(attempt, AGAIN);
            now += delay - 1;
            tick();
            assertThat(running).as("attempt " + attempt).isEmpty();
            now += 1;
            delay *= 2;
        }
        tick();
        end(10, AGAIN);
        assertThat(said).containsExactly("-script-error /script 0 1");
        assertThat(queue.length()).isZero();
    }

    @Test
    void exit_codes_from_2_on_are_errors_at_once() {
        queue.add(List.of("/script"));
        tick();
        end(1, new Exit(2, 0));
        assertThat(said).containsExactly("-script-error /script 0 2");
        assertThat(queue.length()).isZero();
    }

    @Test
    void one_that_cannot_be_run_is_reported_as_an_event_and_forgotten() {
        queue.add(List.of("/missing"));
        tick();
        assertThat(said).containsExactly("-script-error /missing 0 2");
        assertThat(queue.length()).isZero();
        assertThat(queue.running()).isZero();
    }

    @Test
    void what_waits_and_what_runs_is_shown() {
        queue.add(List.of("/script", "a"));
        tick();
        now += 500;
        queue.add(List.of("/script", "b"));
        assertThat(queue.pending(now))
                .containsExactly(
                        new ScriptQueue.Pending(List.of("/script", "a"), true, 1, 500, 1),
                        new ScriptQueue.Pending(List.of("/script", "b"), false, 0, 0, 0));
    }
}
