package hearsay.simulations.check;

import hearsay.gossip.bus.BusMessage;
import hearsay.gossip.diary.Happening;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Of what members say and do, it is a law that")
class MemberLawsTest {

    private static final long SECOND = Run.SECOND;

    @Nested
    class one_owner_per_slot_and_epoch {
        private final Run run = new Run(OneOwner.LAW);
        private final FakeSight old = run.node(7000);
        private final FakeSight heir = run.node(7003);

        private void promote(long epoch) {
            heir.master = null;
            heir.slots = SlotSet.range(0, 99);
            heir.configEpoch = epoch;
        }

        @Test
        void holds_for_an_heir_with_an_epoch_of_its_own() {
            run.says(old, old.ping()).says(heir, heir.ping());
            promote(4);
            run.says(heir, heir.ping()).says(old, old.ping()).held();
        }

        @Test
        void breaks_when_an_heir_claims_slots_under_its_masters_epoch() {
            run.says(old, old.ping());
            promote(1);
            run.says(heir, heir.ping())
                    .broken(
                            heir.id
                                    + " claims slots [0-99] under config epoch 1, under which "
                                    + old.id
                                    + " claimed them before");
        }

        @Test
        void breaks_also_by_a_claim_that_nobody_hears() {
            run.loses(old, heir, old.ping());
            old.slots = SlotSet.range(100, 200);
            run.says(old, old.ping());
            promote(1);
            run.loses(heir, old, heir.ping())
                    .broken(
                            heir.id
                                    + " claims slots [0-99] under config epoch 1, under which "
                                    + old.id
                                    + " claimed them before");
        }

        @Test
        void is_only_counted_where_an_operator_let_a_replica_take_over() {
            run.says(old, old.ping());
            promote(1);
            run.happens(heir, new Happening.TakeoverAccepted())
                    .says(heir, heir.ping())
                    .held()
                    .figure("slots claimed twice under one epoch", 1);
        }
    }

    @Nested
    class one_vote_per_epoch {
        private final Run run = new Run(OneVote.LAW);

        private Run vote(int voter, int candidate, long epoch) {
            return run.happens(
                    run.node(voter),
                    new Happening.VoteGranted(run.node(candidate).toName(), epoch));
        }

        @Test
        void holds_for_votes_in_different_epochs_and_of_different_voters() {
            vote(7001, 7003, 4);
            vote(7002, 7003, 4);
            vote(7001, 7004, 5).held();
        }

        @Test
        void breaks_when_a_voter_forgets_its_vote_in_a_crash() {
            vote(7001, 7003, 4);
            run.happens(run.node(7001), new Happening.Recalled(run.node(7001).id));
            vote(7001, 7004, 4)
                    .broken(
                            "7001 votes for "
                                    + run.node(7004).id
                                    + " in epoch 4, in which it voted for "
                                    + run.node(7003).id
                                    + " at 1.000 s");
        }

        @Test
        void holds_for_one_who_has_lost_its_disk_and_is_somebody_else() {
            vote(7001, 7003, 4);
            run.happens(run.node(7001), new Happening.Born(new NodeId("f".repeat(40))));
            vote(7001, 7004, 4).held();
        }
    }

    @Nested
    class majority_elects {
        private final Run run = new Run(Promotion.LAW);
        private final FakeSight candidate = run.node(7003);

        private Run elect(int... voters) {
            run.happens(candidate, new Happening.ElectionStarted(4));
            for (int voter : voters) {
                var vote = new Happening.VoteGranted(candidate.toName(), 4);
                run.happens(run.node(voter), vote);
            }
            return run.happens(candidate, new Happening.ElectionWon());
        }

        @Test
        void holds_with_two_of_three() {
            elect(7001, 7002).held();
        }

        @Test
        void breaks_with_one_of_three() {
            elect(7001)
                    .broken(
                            "7003 was promoted with the votes [7001] in epoch 4, but 3 masters own"
                                    + " slots: 2 needed");
        }

        @Test
        void breaks_with_votes_for_another() {
            run.happens(run.node(7001), new Happening.VoteGranted(run.node(7004).toName(), 4));
            elect(7002)
                    .broken(
                            "7003 was promoted with the votes [7002] in epoch 4, but 3 masters own"
                                    + " slots: 2 needed");
        }
    }

    @Nested
    class majority_calls_fail {
        private final Run run = new Run(Failing.LAW);
        private final FakeSight dead = run.node(7000);

        private Run mark(int by) {
            return run.happens(run.node(by), new Happening.MarkedFailed(dead.toName()));
        }

        private Run report(int from, int to) {
            return run.says(run.node(from), run.node(to), run.node(from).suspects(dead));
        }

        @Test
        void holds_for_a_master_that_one_other_agrees_with() {
            report(7002, 7001);
            run.pass(1);
            mark(7001).held();
        }

        @Test
        void breaks_when_only_replicas_agree() {
            report(7004, 7001);
            report(7005, 7001);
            mark(7001)
                    .broken(
                            "7001 marks "
                                    + dead.id
                                    + " as FAIL by the word of 1 masters: 2 needed");
        }

        @Test
        void breaks_when_a_replica_counts_itself() {
            report(7002, 7004);
            mark(7004)
                    .broken(
                            "7004 marks "
                                    + dead.id
                                    + " as FAIL by the word of 1 masters: 2 needed");
        }

        @Test
        void breaks_by_reports_that_are_too_old() {
            report(7002, 7001);
            run.pass(6);
            mark(7001)
                    .broken(
                            "7001 marks "
                                    + dead.id
                                    + " as FAIL by the word of 1 masters: 2 needed");
        }

        @Test
        void holds_by_reports_that_waited_for_the_listeners_disk() {
            run.pass(1);
            run.node(7001).saving = true;
            run.pass(1);
            report(7002, 7001);
            run.pass(6);
            run.node(7001).saving = false;
            run.pass(1);
            mark(7001).held();
        }

        @Test
        void breaks_by_reports_that_were_heard_long_before_the_listener_waited_for_its_disk() {
            report(7002, 7001);
            run.pass(1);
            run.node(7001).saving = true;
            run.pass(6);
            run.node(7001).saving = false;
            run.pass(0.1);
            mark(7001)
                    .broken(
                            "7001 marks "
                                    + dead.id
                                    + " as FAIL by the word of 1 masters: 2 needed");
        }

        @Test
        void holds_when_a_clock_that_was_set_back_keeps_reports_young() {
            report(7002, 7001);
            run.node(7001).clockErrorNanos = -10 * SECOND;
            run.pass(6);
            mark(7001).held();
        }
    }

    @Nested
    class epochs_never_go_back {
        private final Run run = new Run(Epochs.LAW);
        private final FakeSight node = run.node(7000);

        @Test
        void holds_while_they_grow() {
            node.currentEpoch = 9;
            node.lastVoteEpoch = 9;
            run.pass(1).says(node, node.ping());
            run.loses(node, run.node(7001), node.ping()).pass(1).held();
        }

        @Test
        void breaks_when_a_vote_is_forgotten() {
            node.currentEpoch = 4;
            node.lastVoteEpoch = 4;
            run.says(node, run.node(7003), new BusMessage.Vote(node.ping().header()));
            run.pass(0.1);
            node.runs = false;
            run.pass(1);
            node.runs = true;
            node.lastVoteEpoch = 0;
            run.pass(0.1).broken(node.id + " remembers a last vote in 0, but at 1.000 s it was 4");
        }

        @Test
        void holds_when_a_vote_is_forgotten_that_was_not_said_yet() {
            node.lastVoteEpoch = 4;
            run.pass(0.1);
            node.lives++;
            node.lastVoteEpoch = 0;
            run.pass(0.1).held();
        }

        @Test
        void breaks_when_a_vote_is_forgotten_that_was_said_between_two_looks() {
            node.currentEpoch = 4;
            run.says(node, run.node(7003), new BusMessage.Vote(node.ping().header()));
            run.pass(0.1).broken(node.id + " remembers a last vote in 0, but at 1.000 s it was 4");
        }

        @Test
        void breaks_when_the_current_epoch_goes_back() {
            node.currentEpoch = 7;
            run.pass(1);
            node.currentEpoch = 6;
            run.pass(0.1).broken(node.id + " has current epoch 6, but at 1.100 s it was 7");
        }

        @Test
        void is_only_counted_when_what_was_merely_heard_is_forgotten_in_a_crash() {
            node.currentEpoch = 7;
            run.pass(1);
            node.currentEpoch = 6;
            node.lives++;
            run.pass(1)
                    .held()
                    .figure("current epochs that were only heard and forgotten in a crash", 1);
        }

        @Test
        void breaks_when_the_epoch_of_an_election_is_forgotten_in_a_crash() {
            node.currentEpoch = 7;
            var request = new BusMessage.VoteRequest(node.ping().header());
            run.loses(node, run.node(7001), request).pass(1);
            node.currentEpoch = 6;
            node.lives++;
            run.pass(0.1).broken(node.id + " has current epoch 6, but at 1.000 s it was 7");
        }

        @Test
        void breaks_when_a_masters_config_epoch_goes_back() {
            run.pass(1);
            node.configEpoch = 0;
            run.pass(0.1).broken(node.id + " has config epoch 0, but at 1.100 s it was 1");
        }

        @Test
        void holds_for_a_replica_that_follows_another_master() {
            var replica = run.node(7005);
            run.says(replica, replica.ping()).pass(1);
            replica.master = run.node(7000);
            run.says(replica, replica.ping()).pass(1).held();
        }
    }

    @Nested
    class old_data_does_not_stand {
        private final Run run = new Run(OldData.LAW);
        private final FakeSight replica = run.node(7003);

        @Test
        void holds_up_to_ten_T_and_the_time_to_find_the_master_dead() {
            replica.dataAgeNanos = 32 * SECOND;
            run.happens(replica, new Happening.ElectionStarted(4)).held();
        }

        @Test
        void breaks_beyond() {
            replica.dataAgeNanos = 60 * SECOND;
            run.happens(replica, new Happening.ElectionStarted(4))
                    .broken(
                            "7003 stands for election with data that are 60.0 s old: 33.0 s are"
                                    + " allowed");
        }

        @Test
        void holds_if_an_operator_wants_it() {
            replica.dataAgeNanos = 60 * SECOND;
            run.happens(replica, new Happening.ForcedFailoverAccepted());
            run.happens(replica, new Happening.ElectionStarted(4)).held();
        }
    }

    @Nested
    class minority_stops_serving {
        private final Run run = new Run(Minority.LAW);
        private final FakeSight lonely = run.node(7000);

        /// Everybody hears everybody of `ports` for so long.
        private void talk(double seconds, int... ports) {
            for (int i = 0; i < seconds * 2; i++) {
                for (int from : ports) {
                    for (int to : ports) {
                        if (from != to) {
                            run.says(run.node(from), run.node(to), run.node(from).ping());
                        }
                    }
                }
                run.pass(0.5);
            }
        }

        @Test
        void holds_while_all_are_heard() {
            talk(10, 7000, 7001, 7002);
            run.held();
        }

        @Test
        void breaks_when_a_master_that_hears_nobody_serves_for_too_long() {
            talk(10, 7000, 7001, 7002);
            talk(6, 7001, 7002);
            run.broken("7000 serves, but for 5.0 s has heard from 1 of 3 masters, itself included");
        }

        @Test
        void holds_when_it_stops_in_time() {
            talk(10, 7000, 7001, 7002);
            talk(4, 7001, 7002);
            lonely.ok = false;
            talk(10, 7001, 7002);
            run.held();
        }

        @Test
        void holds_when_it_hears_the_others_by_way_of_a_replica() {
            talk(10, 7000, 7001, 7002, 7005);
            for (int i = 0; i < 10; i++) {
                talk(0.5, 7000, 7005);
                talk(0.5, 7001, 7002, 7005);
            }
            run.held();
        }

        /// It stands still, and what arrives meanwhile it hears when it is over.
        @Test
        void holds_for_one_that_hears_late_since_its_disk_is_slow() {
            hearLate();
            talk(4.5, 7001, 7002);
            run.held();
        }

        private void hearLate() {
            talk(10, 7000, 7001, 7002);
            lonely.saving = true;
            talk(0.5, 7000, 7001, 7002);
            talk(1.5, 7001, 7002);
            lonely.saving = false;
        }

        @Test
        void breaks_when_even_that_was_long_ago() {
            hearLate();
            talk(5.5, 7001, 7002);
            run.broken("7000 serves, but for 5.0 s has heard from 1 of 3 masters, itself included");
        }

        @Test
        void holds_for_one_that_was_asleep() {
            talk(10, 7000, 7001, 7002);
            lonely.runs = false;
            talk(10, 7001, 7002);
            lonely.runs = true;
            talk(3, 7001, 7002);
            run.held();
        }
    }
}
