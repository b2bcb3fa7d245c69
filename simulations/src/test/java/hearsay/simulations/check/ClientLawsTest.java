package hearsay.simulations.check;

import hearsay.gossip.diary.Happening;
import hearsay.simulations.check.Outcome.Ok;
import hearsay.simulations.diary.Deed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Of what clients are told, it is a law that")
class ClientLawsTest {

    /// 7000 dies, 7003 takes its place, 7000 comes back and follows it.
    private static Run failover(Run run) {
        run.done("7000", Deed.CRASH).pass(3);
        run.happens(run.node(7003), new Happening.ElectionWon()).pass(5);
        return run.happens(run.node(7000), new Happening.Follows(run.node(7003).toName()));
    }

    @Nested
    class acknowledged_writes {
        private final Run run = new Run(AcknowledgedWrites.LAW);

        @Test
        void are_kept() {
            run.asks(1, "list", Call.RPUSH, 1, Ok.number(1))
                    .asks(1, "set", Call.SADD, 2, Ok.number(1))
                    .asks(1, "counter", Call.INCR, 1, Ok.number(1))
                    .asks(1, "register", Call.SET, 4, Ok.DONE)
                    .asks(1, "register", Call.SET, 5, Ok.DONE)
                    .asks(1, "stream", Call.XADD, 6, Ok.DONE)
                    .asks(2, "stream", Call.XREADGROUP, 0, Ok.numbers(6))
                    .readsBack("list", Call.LRANGE, Ok.numbers(1))
                    .readsBack("set", Call.SMEMBERS, Ok.numbers(2))
                    .readsBack("counter", Call.GET, Ok.number(1))
                    .readsBack("register", Call.GET, Ok.number(5))
                    .held()
                    .figure("acknowledged writes", 6)
                    .figure("lost acknowledged writes", 0);
        }

        @Test
        void break_it_when_an_element_is_gone_for_no_reason() {
            run.asks(1, "list", Call.RPUSH, 1, Ok.number(1))
                    .readsBack("list", Call.LRANGE, Ok.numbers())
                    .broken(
                            "RPUSH list 1 → OK".replace("OK", "1")
                                    + " by 7000 at 1.001000 s is gone, and nothing happened to that"
                                    + " master after it")
                    .figure("lost acknowledged writes", 1);
        }

        @Test
        void break_it_when_a_register_goes_back() {
            run.asks(1, "register", Call.SET, 4, Ok.DONE)
                    .asks(1, "register", Call.SET, 5, Ok.DONE)
                    .readsBack("register", Call.GET, Ok.number(4))
                    .figure("lost acknowledged writes", 1);
        }

        @Test
        void break_it_when_a_counter_goes_back() {
            for (int i = 1; i <= 5; i++) run.asks(1, "counter", Call.INCR, 1, Ok.number(i));
            run.asks(1, "counter", Call.INCR, 1, Ok.number(4))
                    .readsBack("counter", Call.GET, Ok.number(4))
                    .figure("acknowledged writes", 6)
                    .figure("lost acknowledged writes", 2);
        }

        @Test
        void that_a_master_acknowledges_which_does_not_know_that_it_was_replaced_are_lost() {
            for (int i = 1; i <= 5; i++) run.asks(1, "counter", Call.INCR, 1, Ok.number(i));
            run.happens(run.node(7003), new Happening.ElectionWon());
            run.asks(1, "counter", Call.INCR, 1, Ok.number(6), "7003")
                    .asks(1, "counter", Call.INCR, 1, Ok.number(7), "7003")
                    .asks(2, "counter", Call.INCR, 1, Ok.number(6))
                    .asks(2, "counter", Call.INCR, 1, Ok.number(7));
            run.happens(run.node(7000), new Happening.Follows(run.node(7003).toName()));
            run.asks(1, "counter", Call.INCR, 1, Ok.number(8), "7003")
                    .asks(Operation.READ_BACK, "counter", Call.GET, 0, Ok.number(8), "7003")
                    .held()
                    .figure("lost acknowledged writes", 2);
        }

        @Test
        void are_kept_when_answers_to_two_clients_overtake_each_other() {
            run.history.add(incr(1, 10, 30, 2));
            run.history.add(incr(2, 10, 40, 1));
            run.readsBack("counter", Call.GET, Ok.number(2))
                    .held()
                    .figure("lost acknowledged writes", 0);
        }

        private Operation incr(int client, long from, long to, long sum) {
            return new Operation(client, "counter", Call.INCR, 1, from, to, Ok.number(sum), "7000");
        }

        @Test
        void break_it_when_a_message_never_comes() {
            run.asks(1, "stream", Call.XADD, 6, Ok.DONE)
                    .asks(2, "stream", Call.XREADGROUP, 0, Ok.numbers())
                    .broken(
                            "XADD stream 6 → OK by 7000 at 1.001000 s is gone, and nothing happened"
                                    + " to that master after it");
        }

        @Test
        void that_are_lost_in_a_failover_are_counted_with_cause_and_lead() {
            run.asks(1, "list", Call.RPUSH, 1, Ok.number(1));
            run.asks(1, "list", Call.WAIT, 1, Ok.number(1));
            failover(run);
            run.readsBack("list", Call.LRANGE, Ok.numbers())
                    .held()
                    .figure("lost acknowledged writes", 1)
                    .figure("lost by crash", 1)
                    .figure("lost before the failover, at most", 3)
                    .figure("lost although WAIT confirmed them", 1);
        }

        @Test
        void that_a_cut_off_master_took_are_lost_by_the_partition() {
            run.done("world", Deed.PARTITION).pass(1);
            run.asks(1, "list", Call.RPUSH, 1, Ok.number(1));
            run.happens(run.node(7003), new Happening.ElectionWon()).pass(5);
            run.happens(run.node(7000), new Happening.Follows(run.node(7003).toName()));
            run.readsBack("list", Call.LRANGE, Ok.numbers()).held().figure("lost by partition", 1);
        }

        @Test
        void that_a_master_takes_just_before_it_submits_are_lost_although_told_later() {
            run.done("7000", Deed.PAUSE).pass(1);
            run.happens(run.node(7003), new Happening.ElectionWon()).pass(1);
            run.asks(1, "list", Call.RPUSH, 1, Ok.number(1)).meanwhile();
            run.happens(run.node(7000), new Happening.Follows(run.node(7003).toName())).pass(1);
            run.readsBack("list", Call.LRANGE, Ok.numbers()).held().figure("lost by pause", 1);
        }

        @Test
        void that_nobody_reads_back_are_not_judged() {
            run.asks(1, "list", Call.RPUSH, 1, Ok.number(1))
                    .held()
                    .figure("keys that could not be read back", 1);
        }
    }

    @Nested
    class no_write_counts_twice {
        private final Run run = new Run(NothingTwice.LAW);

        @Test
        void holds_when_what_had_no_answer_was_done() {
            run.asks(1, "counter", Call.INCR, 1, Outcome.PENDING)
                    .asks(1, "counter", Call.INCR, 1, Ok.number(2))
                    .held();
        }

        @Test
        void breaks_when_what_was_refused_was_done() {
            run.asks(1, "counter", Call.INCR, 1, new Outcome.Refused("READONLY"))
                    .asks(1, "counter", Call.INCR, 1, Ok.number(2))
                    .broken(
                            "INCR counter 1 → 2, but all that was asked for and not refused makes"
                                    + " 1");
        }

        @Test
        void breaks_when_a_list_has_an_element_twice() {
            run.asks(1, "list", Call.RPUSH, 7, Ok.number(1))
                    .asks(1, "list", Call.LRANGE, 0, Ok.numbers(7, 7))
                    .broken("list holds 7 for the 2. time, more often than it was pushed");
        }
    }

    @Nested
    class linearizable_keys {
        private final Run run = new Run(Linearizable.LAW);

        private Run stale() {
            return run.asks(1, "x", Call.SET, 1, Ok.DONE)
                    .asks(1, "x", Call.SET, 2, Ok.DONE)
                    .asks(1, "x", Call.GET, 0, Ok.number(1));
        }

        @Test
        void break_while_nothing_goes_wrong() {
            stale().broken(
                            """
                            GET x → 1 fits nowhere:
                                   1.000000 s  client 1   SET x 1 → OK  ├───┤
                                   1.002000 s  client 1   SET x 2 → OK          ├───┤
                                   1.004000 s  client 1   GET x → 1                     ├───┤      ◀ fits nowhere
                            """);
        }

        @Test
        void are_a_figure_once_there_was_a_failover() {
            failover(run);
            stale().held().figure("keys not linearizable", 1).figure("breaches of linearizable", 1);
        }
    }

    @Nested
    class monotonic_counters {
        private final Run run = new Run(MonotonicCounters.LAW);

        @Test
        void break_when_one_reader_sees_one_go_back() {
            run.asks(1, "c", Call.GET, 0, Ok.number(7))
                    .asks(1, "c", Call.GET, 0, Ok.number(6))
                    .broken("client 1 got 7 from 7000 at 1.001000 s, and 6 at 1.003000 s");
        }

        @Test
        void hold_for_another_reader_or_master() {
            run.asks(1, "c", Call.GET, 0, Ok.number(7))
                    .asks(2, "c", Call.GET, 0, Ok.number(6))
                    .asks(1, "c", Call.GET, 0, Ok.number(5), "7003")
                    .held();
        }

        @Test
        void are_counted_over_a_failover() {
            run.asks(1, "c", Call.GET, 0, Ok.number(7));
            failover(run);
            run.asks(1, "c", Call.GET, 0, Ok.number(6))
                    .held()
                    .figure("counters that ran backwards over a failover", 1);
        }
    }

    @Nested
    class no_message_twice {
        private final Run run = new Run(Deliveries.LAW);

        @Test
        void holds_when_another_reader_claims_what_lay() {
            run.asks(1, "s", Call.XADD, 1, Ok.DONE)
                    .asks(2, "s", Call.XREADGROUP, 0, Ok.numbers(1))
                    .asks(3, "s", Call.XAUTOCLAIM, 0, Ok.numbers(1))
                    .held();
        }

        @Test
        void breaks_when_a_message_is_new_twice() {
            run.asks(1, "s", Call.XADD, 1, Ok.DONE)
                    .asks(2, "s", Call.XREADGROUP, 0, Ok.numbers(1))
                    .asks(3, "s", Call.XREADGROUP, 0, Ok.numbers(1))
                    .broken(
                            "message 1 of s came to client 2 at 1.003000 s and again to client 3 at"
                                    + " 1.005000 s");
        }

        @Test
        void breaks_when_a_message_is_new_twice_to_its_master_while_another_one_dies() {
            run.asks(1, "s", Call.XADD, 1, Ok.DONE).asks(2, "s", Call.XREADGROUP, 0, Ok.numbers(1));
            run.done("7001", Deed.CRASH).pass(3);
            run.happens(run.node(7004), new Happening.ElectionWon()).pass(1);
            run.asks(3, "s", Call.XREADGROUP, 0, Ok.numbers(1))
                    .broken(
                            "message 1 of s came to client 2 at 1.003000 s and again to client 3 at"
                                    + " 5.005000 s");
        }

        @Test
        void breaks_when_a_message_is_new_twice_although_the_failover_was_before() {
            failover(run);
            run.asks(1, "s", Call.XADD, 1, Ok.DONE, "7003")
                    .asks(2, "s", Call.XREADGROUP, 0, Ok.numbers(1), "7003")
                    .asks(3, "s", Call.XREADGROUP, 0, Ok.numbers(1), "7003")
                    .broken(
                            "message 1 of s came to client 2 at 9.003000 s and again to client 3 at"
                                    + " 9.005000 s");
        }

        @Test
        void counts_what_a_failover_forgot_that_it_was_delivered() {
            run.asks(1, "s", Call.XADD, 1, Ok.DONE).asks(2, "s", Call.XREADGROUP, 0, Ok.numbers(1));
            failover(run);
            run.asks(3, "s", Call.XREADGROUP, 0, Ok.numbers(1), "7003")
                    .held()
                    .figure("messages delivered again over a failover", 1);
        }

        @Test
        void counts_what_a_master_delivers_that_does_not_know_that_it_was_replaced() {
            run.asks(1, "s", Call.XADD, 1, Ok.DONE);
            run.happens(run.node(7003), new Happening.ElectionWon());
            run.asks(2, "s", Call.XREADGROUP, 0, Ok.numbers(1), "7000")
                    .asks(3, "s", Call.XREADGROUP, 0, Ok.numbers(1), "7003")
                    .held()
                    .figure("messages delivered again over a failover", 1);
        }

        @Test
        void takes_the_reading_back_for_no_delivery() {
            run.asks(1, "s", Call.XADD, 1, Ok.DONE).asks(2, "s", Call.XREADGROUP, 0, Ok.numbers(1));
            failover(run);
            run.readsBack("s", Call.XRANGE, Ok.numbers(1))
                    .held()
                    .figure("messages delivered again over a failover", 0);
        }

        @Test
        void breaks_when_a_subscriber_gets_one_twice_but_not_when_two_do() {
            run.asks(1, "ch", Call.PUBLISH, 1, Ok.number(1))
                    .asks(2, "ch", Call.MESSAGE, 1, Ok.DONE)
                    .asks(3, "ch", Call.MESSAGE, 1, Ok.DONE)
                    .asks(3, "ch", Call.MESSAGE, 1, Ok.DONE)
                    .broken(
                            "message 1 of ch came to client 3 at 1.005000 s and again to client 3"
                                    + " at 1.007000 s");
        }
    }

    @Nested
    class transactions_keep_the_sum {
        private final Run run = new Run(Sums.LAW);

        @Test
        void holds_while_money_moves() {
            run.asks(1, "bank", Call.MGET, 0, Ok.numbers(0, 0))
                    .asks(1, "bank", Call.MSET, 2000, Ok.DONE)
                    .asks(1, "bank", Call.TRANSFER, 10, Ok.DONE)
                    .asks(1, "bank", Call.MGET, 0, Ok.numbers(990, 1010))
                    .held();
        }

        @Test
        void breaks_when_half_a_transfer_is_seen() {
            run.asks(1, "bank", Call.MSET, 2000, Ok.DONE)
                    .asks(1, "bank", Call.MGET, 0, Ok.numbers(990, 1000))
                    .broken("MGET bank → [990, 1000] adds up to 1990, and was founded with [2000]");
        }

        @Test
        void breaks_also_over_a_failover() {
            run.asks(1, "bank", Call.MSET, 2000, Ok.DONE);
            failover(run);
            run.asks(1, "bank", Call.MGET, 0, Ok.numbers(990, 1000))
                    .broken("MGET bank → [990, 1000] adds up to 1990, and was founded with [2000]");
        }

        @Test
        void counts_accounts_that_were_lost_altogether() {
            run.asks(1, "bank", Call.MSET, 2000, Ok.DONE);
            failover(run);
            run.asks(1, "bank", Call.MGET, 0, Ok.numbers(-10, 10))
                    .held()
                    .figure("counts of accounts that were lost altogether", 1);
        }
    }

    @Nested
    class wait_tells_the_truth {
        private final Run run = new Run(Waits.LAW);

        private Run push() {
            return run.asks(1, "list", Call.RPUSH, 7, Ok.number(1));
        }

        @Test
        void holds_when_a_replica_has_it() {
            run.node(7003).elements.add(7L);
            push().asks(1, "list", Call.WAIT, 7, Ok.number(1))
                    .held()
                    .figure("writes confirmed by WAIT", 1);
        }

        @Test
        void breaks_when_none_has_it() {
            push().asks(1, "list", Call.WAIT, 7, Ok.number(1))
                    .broken("7000 says that 1 replicas have RPUSH list 7 → 1, but 0 have it");
        }

        @Test
        void breaks_when_a_register_holds_what_was_there_before() {
            run.asks(1, "r", Call.SET, 1, Ok.DONE).asks(1, "r", Call.SET, 2, Ok.DONE);
            run.node(7003).number = 1L;
            run.asks(1, "r", Call.WAIT, 2, Ok.number(1))
                    .broken("7000 says that 1 replicas have SET r 2 → OK, but 0 have it");
        }

        @Test
        void holds_when_a_register_holds_what_came_after() {
            run.asks(1, "r", Call.SET, 1, Ok.DONE).asks(2, "r", Call.SET, 2, Ok.DONE);
            run.node(7003).number = 2L;
            run.asks(1, "r", Call.WAIT, 1, Ok.number(1)).held();
        }

        @Test
        void breaks_when_a_counter_is_behind() {
            run.node(7003).number = 6L;
            run.asks(1, "c", Call.INCR, 1, Ok.number(7))
                    .asks(1, "c", Call.WAIT, 1, Ok.number(1))
                    .broken("7000 says that 1 replicas have INCR c 1 → 7, but 0 have it");
        }
    }
}
