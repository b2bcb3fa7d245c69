package hearsay.simulations.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A history is linearizable")
class LinearizabilityTest {

    private final History history = new History();

    private LinearizabilityTest ask(
            int client, Call call, long argument, long from, long to, Outcome outcome) {
        history.add(new Operation(client, "x", call, argument, from, to, outcome, "7000"));
        return this;
    }

    private LinearizabilityTest set(int client, long value, long from, long to) {
        return ask(client, Call.SET, value, from, to, Outcome.Ok.DONE);
    }

    private LinearizabilityTest get(int client, long value, long from, long to) {
        return ask(client, Call.GET, 0, from, to, Outcome.Ok.number(value));
    }

    private void holds() {
        var result = Linearizability.of(history);
        assertTrue(result.holds(), result::toString);
    }

    private Linearizability.Flaw breaks() {
        var result = Linearizability.of(history);
        assertEquals(1, result.flaws().size(), result::toString);
        return result.flaws().getFirst();
    }

    private static History of(List<Operation> operations) {
        var history = new History();
        operations.forEach(history::add);
        return history;
    }

    @Test
    void if_a_reader_sees_what_was_written_before() {
        set(1, 1, 0, 10).get(2, 1, 20, 30).holds();
    }

    @Test
    void not_if_it_sees_what_was_overwritten_before() {
        set(1, 1, 0, 10).set(1, 2, 20, 30).get(2, 1, 40, 50);
        assertEquals(history.get(2), breaks().operation());
    }

    @Test
    void if_it_sees_either_of_two_writes_under_way() {
        set(1, 1, 0, 100).set(2, 2, 0, 100).get(3, 1, 110, 120).get(3, 1, 130, 140).holds();
    }

    @Test
    void not_if_it_sees_one_and_then_the_other() {
        set(1, 1, 0, 100).set(2, 2, 0, 100).get(3, 1, 110, 120).get(3, 2, 130, 140);
        assertEquals(history.get(3), breaks().operation());
    }

    @Test
    void not_if_a_second_reader_does_not_see_what_the_first_saw_of_a_write_under_way() {
        set(1, 1, 0, 10).set(1, 2, 20, 100).get(2, 2, 30, 40).get(3, 1, 50, 60);
        breaks();
    }

    @Test
    void if_a_write_without_an_answer_shows_late_or_never() {
        set(1, 1, 0, 10);
        ask(2, Call.SET, 2, 5, Operation.NEVER, Outcome.PENDING);
        get(3, 1, 20, 30).get(3, 2, 40, 50).get(3, 2, 60, 70).holds();
    }

    @Test
    void not_if_a_write_without_an_answer_shows_before_it_was_asked_for() {
        set(1, 1, 0, 10).get(3, 2, 20, 30);
        ask(2, Call.SET, 2, 40, Operation.NEVER, Outcome.PENDING);
        breaks();
    }

    @Test
    void not_if_a_write_without_an_answer_shows_twice() {
        ask(2, Call.SET, 2, 5, Operation.NEVER, Outcome.PENDING);
        get(3, 2, 20, 30).set(1, 1, 40, 50).get(3, 1, 60, 70).get(3, 2, 80, 90);
        breaks();
    }

    @Test
    void not_if_a_refused_write_shows() {
        ask(2, Call.SET, 2, 0, 10, new Outcome.Refused("READONLY"));
        get(1, 2, 20, 30);
        breaks();
    }

    @Test
    void if_nobody_answered_a_read() {
        ask(2, Call.GET, 0, 0, Operation.NEVER, Outcome.PENDING);
        assertTrue(Linearizability.of(history).holds());
    }

    @Test
    void not_if_a_counter_tells_two_the_same() {
        ask(1, Call.INCR, 1, 0, 50, Outcome.Ok.number(1));
        ask(2, Call.INCR, 1, 0, 60, Outcome.Ok.number(1));
        breaks();
    }

    @Test
    void if_a_counter_jumps_by_as_many_as_had_no_answer() {
        for (int i = 0; i < 200; i++) {
            ask(i, Call.INCR, 1, i, Operation.NEVER, new Outcome.Unknown("closed"));
        }
        ask(1, Call.INCR, 1, 300, 310, Outcome.Ok.number(120)).get(2, 120, 320, 330).holds();
        ask(1, Call.INCR, 1, 400, 410, Outcome.Ok.number(203));
        breaks();
    }

    @Test
    void not_if_a_list_shows_two_orders() {
        ask(1, Call.RPUSH, 1, 0, 90, Outcome.Ok.number(1));
        ask(2, Call.RPUSH, 2, 0, 90, Outcome.Ok.number(2));
        ask(3, Call.LRANGE, 0, 100, 110, Outcome.Ok.numbers(1, 2)).holds();
        ask(3, Call.LRANGE, 0, 120, 130, Outcome.Ok.numbers(2, 1));
        breaks();
    }

    @Test
    void not_if_an_element_of_a_list_is_gone() {
        ask(1, Call.RPUSH, 1, 0, 10, Outcome.Ok.number(1));
        ask(1, Call.RPUSH, 2, 20, 30, Outcome.Ok.number(2));
        ask(1, Call.LRANGE, 0, 40, 50, Outcome.Ok.numbers(1));
        assertEquals(history.get(2), breaks().operation());
    }

    @Test
    void not_if_a_member_of_a_set_comes_back() {
        ask(1, Call.SADD, 7, 0, 10, Outcome.Ok.number(1));
        ask(1, Call.SREM, 7, 20, 30, Outcome.Ok.number(1));
        ask(2, Call.SMEMBERS, 0, 40, 50, Outcome.Ok.numbers()).holds();
        ask(2, Call.SMEMBERS, 0, 60, 70, Outcome.Ok.numbers(7));
        breaks();
    }

    @Test
    void or_the_smallest_piece_around_what_cannot_be_placed_is_drawn() {
        for (int i = 0; i < 100; i++) set(1, i, i * 10_000, i * 10_000 + 5_000);
        get(2, 98, 985_000, 1_000_000)
                .set(3, 100, 994_000, 999_000)
                .get(4, 97, 1_001_000, 1_003_000);
        assertEquals(
                """
                       0.000960 s  client 1   SET x 96 → OK   ├───┤
                       0.000970 s  client 1   SET x 97 → OK           ├───┤
                       0.000980 s  client 1   SET x 98 → OK                   ├───┤
                       0.000985 s  client 2   GET x → 98                          ├───────────────────┤
                       0.000990 s  client 1   SET x 99 → OK                           ├───────┤
                       0.000994 s  client 3   SET x 100 → OK                              ├───────┤
                       0.001001 s  client 4   GET x → 97                                                  ├───┤      ◀ fits nowhere
                """
                        .replaceAll(" +\n", "\n"),
                breaks().timeline().replaceAll(" +\n", "\n"));
    }

    @Test
    void or_nobody_knows_when_the_budget_is_spent() {
        var chance = new SplittableRandom(3);
        var made = new Histories(chance, Histories.Kind.REGISTER, 6, 0).run("x", 300);
        var result = Linearizability.of(of(made), 200);
        assertFalse(result.holds());
        assertTrue(result.flaws().isEmpty());
        assertEquals(
                "no order found nor ruled out in 200 steps: key x has 300 operations, 0 of them"
                        + " without an answer",
                result.unknown());
    }

    @ParameterizedTest
    @EnumSource
    void exactly_if_some_order_explains_it(Histories.Kind kind) {
        int broken = 0;
        for (int seed = 0; seed < 800; seed++) {
            var chance = new SplittableRandom(seed);
            var made = new Histories(chance, kind, 1 + seed % 3, seed % 4 * 0.15);
            var fine = made.run("x", 2 + seed % 6);
            assertTrue(Linearizability.of(of(fine)).holds(), () -> fine.toString());
            var spoilt = made.spoilt(fine);
            boolean expected = BruteForce.isLinearizable(spoilt);
            if (!expected) broken++;
            assertEquals(expected, Linearizability.of(of(spoilt)).holds(), () -> spoilt.toString());
        }
        assertTrue(broken > 80, "only %d of them were broken".formatted(broken));
    }

    @Test
    void which_costs_some_two_steps_an_operation() {
        var history = new History();
        var kinds = Histories.Kind.values();
        for (int k = 0; k < 100; k++) {
            var made = new Histories(new Random(k), kinds[k % kinds.length], 3, 0.01);
            made.run("key:" + k, 1_000).forEach(history::add);
        }
        var result = Linearizability.of(history);
        assertTrue(result.holds(), result::toString);
        assertTrue(result.steps() < 4 * result.operations(), result::toString);
    }

    @ParameterizedTest
    @EnumSource
    void if_many_clients_really_ran_it(Histories.Kind kind) {
        for (int seed = 0; seed < 20; seed++) {
            var made = new Histories(new Random(seed), kind, 5, 0.02).run("x", 2_000);
            var result = Linearizability.of(of(made));
            assertTrue(result.holds(), result::toString);
        }
    }
}
