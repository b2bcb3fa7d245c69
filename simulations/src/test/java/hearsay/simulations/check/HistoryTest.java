package hearsay.simulations.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A history")
class HistoryTest {

    private static final Operation SET =
            new Operation(1, "a", Call.SET, 7, 10, 20, Outcome.Ok.DONE, "7000");
    private static final Operation GET =
            new Operation(2, "b", Call.GET, 0, 11, 30, Outcome.Ok.NIL, "7001");

    private static History of(Operation... operations) {
        var history = new History();
        for (var operation : operations) history.add(operation);
        return history;
    }

    @Test
    void gives_back_what_entered_it_in_order_and_by_key() {
        var again = new Operation(1, "a", Call.GET, 0, 40, 50, Outcome.Ok.number(7), "7000");
        var history = of(SET, GET, again);
        assertEquals(List.of("a", "b"), history.keys());
        assertEquals(List.of(SET, again), history.of("a"));
        assertEquals(List.of(), history.of("c"));
        assertEquals(GET, history.get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> history.get(3));
    }

    @Test
    void keeps_many() {
        var history = new History();
        for (int i = 0; i < 5_000; i++) {
            history.add(
                    new Operation(i, "k" + i % 7, Call.INCR, 1, i, i, Outcome.Ok.number(i), "n"));
        }
        assertEquals(5_000, history.size());
        assertEquals(4_999, history.get(4_999).client());
        assertEquals(5_000 / 7 + 1, history.at("k0").length);
    }

    @Test
    void has_a_hash_that_tells_order_and_every_field() {
        assertEquals(of(SET, GET).hash(), of(SET, GET).hash());
        assertNotEquals(of(SET, GET).hash(), of(GET, SET).hash());
        var variants =
                List.of(
                        new Operation(2, "a", Call.SET, 7, 10, 20, Outcome.Ok.DONE, "7000"),
                        new Operation(1, "c", Call.SET, 7, 10, 20, Outcome.Ok.DONE, "7000"),
                        new Operation(1, "a", Call.INCR, 7, 10, 20, Outcome.Ok.DONE, "7000"),
                        new Operation(1, "a", Call.SET, 8, 10, 20, Outcome.Ok.DONE, "7000"),
                        new Operation(1, "a", Call.SET, 7, 9, 20, Outcome.Ok.DONE, "7000"),
                        new Operation(1, "a", Call.SET, 7, 10, 21, Outcome.Ok.DONE, "7000"),
                        new Operation(1, "a", Call.SET, 7, 10, 20, Outcome.Ok.NIL, "7000"),
                        new Operation(1, "a", Call.SET, 7, 10, 20, Outcome.PENDING, "7000"),
                        new Operation(1, "a", Call.SET, 7, 10, 20, Outcome.Ok.DONE, "7001"));
        for (var variant : variants) assertNotEquals(of(SET).hash(), of(variant).hash());
    }

    @Test
    void refuses_an_answer_before_the_question() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Operation(1, "a", Call.GET, 0, 10, 9, Outcome.Ok.NIL, ""));
    }

    @Test
    void shows_an_operation_as_a_line() {
        assertEquals("SET a 7 → OK", SET.toString());
        assertEquals("GET b → nil", GET.toString());
    }
}
