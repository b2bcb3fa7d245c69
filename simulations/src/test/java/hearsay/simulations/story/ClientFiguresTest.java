package hearsay.simulations.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hearsay.simulations.check.Call;
import hearsay.simulations.check.History;
import hearsay.simulations.check.Operation;
import hearsay.simulations.check.Outcome;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What clients noticed")
class ClientFiguresTest {

    private static final long MILLI = 1_000_000;

    private final History history = new History();

    @Test
    void an_outage_lasts_from_the_first_failure_of_a_key_until_it_can_be_used_again() {
        add("a", 0, 1, Outcome.Ok.DONE);
        add("b", 5, 6, new Outcome.Refused("CLUSTERDOWN"));
        add("b", 20, 22, Outcome.Ok.DONE);
        add("a", 10, 11, new Outcome.Refused("CLUSTERDOWN"));
        add("a", 12, 13, new Outcome.Refused("CLUSTERDOWN"));
        add("a", 40, 43, Outcome.Ok.DONE);
        add("c", 45, 46, new Outcome.Refused("CLUSTERDOWN"));

        assertEquals(
                """
                operations: 7
                refused operations: 4
                operations without answer: 0
                outage: 33 ms
                latency median: 2 ms
                latency p99: 3 ms
                latency longest: 3 ms\
                """,
                figures());
    }

    @Test
    void what_got_no_answer_is_an_outage_too_and_reading_back_is_none() {
        add("a", 10, 11, Outcome.Ok.DONE);
        history.add(
                new Operation(
                        1, "a", Call.INCR, 1, 0, Operation.NEVER, new Outcome.Unknown("lost"), ""));
        add("a", 30, 31, Outcome.Ok.DONE);
        history.add(
                new Operation(
                        Operation.READ_BACK,
                        "a",
                        Call.GET,
                        0,
                        0,
                        500 * MILLI,
                        Outcome.Ok.number(1),
                        "7000"));

        assertEquals(
                """
                operations: 3
                refused operations: 0
                operations without answer: 1
                outage: 31 ms
                latency median: 1 ms
                latency p99: 1 ms
                latency longest: 1 ms\
                """,
                figures());
    }

    @Test
    void without_clients_there_is_nothing_to_tell() {
        assertEquals("", figures());
    }

    private void add(String key, long invoked, long completed, Outcome outcome) {
        history.add(
                new Operation(
                        0, key, Call.INCR, 1, invoked * MILLI, completed * MILLI, outcome, "7000"));
    }

    private String figures() {
        return ClientFigures.of(history).stream()
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }
}
