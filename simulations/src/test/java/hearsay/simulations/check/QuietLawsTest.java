package hearsay.simulations.check;

import hearsay.gossip.model.SlotSet;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Once all is quiet, it is a law that")
class QuietLawsTest {

    @Nested
    class views_converge {
        private final Run run = new Run(Convergence.LAW);

        @Test
        void holds_when_all_agree_and_says_how_soon() {
            run.node(7001).ok = false;
            run.healed().pass(3);
            run.node(7001).ok = true;
            run.pass(10).held().figure("views agree after the last fault healed", 3100);
        }

        @Test
        void breaks_when_they_agree_too_late() {
            run.node(7001).ok = false;
            run.healed().pass(12);
            run.node(7001).ok = true;
            run.pass(1).broken("the views agreed only 12.1 s after the last fault healed");
        }

        @Test
        void breaks_when_a_node_says_fail() {
            run.node(7001).ok = false;
            run.healed()
                    .pass(10)
                    .broken("10.0 s after the last fault healed, 7001 says cluster_state:fail");
        }

        @Test
        void breaks_when_a_replica_has_no_link() {
            run.node(7004).linkUp = false;
            run.healed()
                    .pass(10)
                    .broken(
                            "10.0 s after the last fault healed, 7004 has no link to its master"
                                    + " 7001");
        }

        @Test
        void breaks_when_views_differ() {
            var other = new TreeMap<>(run.node(7005).owners);
            other.put(run.node(7000).id, SlotSet.of(1));
            run.node(7005).owners = other;
            run.healed()
                    .pass(10)
                    .broken(
                            "10.0 s after the last fault healed, 7005 sees other owners of slots"
                                    + " than the nodes before it");
        }

        @Test
        void breaks_when_a_slot_is_nobodys() {
            run.node(7000).slots = SlotSet.range(1, 5461);
            for (var node : run.nodes) node.owners = FakeSight.ownersOf(run.nodes);
            run.healed()
                    .pass(10)
                    .broken(
                            "10.0 s after the last fault healed, 7000 knows owners of 16383"
                                    + " slots");
        }

        @Test
        void breaks_when_slots_belong_to_the_dead() {
            run.node(7000).runs = false;
            run.node(7003).master = run.node(7001);
            run.healed()
                    .pass(10)
                    .broken(
                            "10.0 s after the last fault healed, 7001 has slots go to a node that"
                                    + " is down");
        }
    }

    @Nested
    class distinct_config_epochs {
        private final Run run = new Run(DistinctEpochs.LAW);

        @Test
        void holds_for_replicas_that_show_what_they_like() {
            run.node(7003).configEpoch = 1;
            run.held();
        }

        @Test
        void breaks_when_two_masters_have_the_same() {
            run.node(7002).configEpoch = 1;
            run.broken("7000 and 7002 both have config epoch 1");
        }
    }

    @Nested
    class greatest_epoch_wins {
        private final Run run = new Run(GreatestEpoch.LAW);
        private final FakeSight heir = run.node(7003);

        private void promote() {
            heir.master = null;
            heir.configEpoch = 4;
            heir.slots = run.node(7000).slots;
        }

        @Test
        void holds_when_all_have_taken_the_heir() {
            for (var node : run.nodes) run.says(node, node.ping());
            promote();
            run.says(heir, heir.ping());
            run.node(7000).slots = SlotSet.EMPTY;
            for (var node : run.nodes) node.owners = FakeSight.ownersOf(run.nodes);
            run.held();
        }

        @Test
        void breaks_when_somebody_went_back_to_the_old_master() {
            promote();
            run.says(heir, heir.ping());
            run.broken(
                    "slot 0 belongs to %s in the view of 7000, but %s claims it under the greatest config epoch, 4"
                            .formatted(run.node(7000).id, heir.id));
        }

        @Test
        void holds_when_nobody_has_heard_the_claim() {
            promote();
            run.loses(heir, run.node(7001), heir.ping()).held();
        }
    }

    @Nested
    class replicas_equal_their_master {
        private final Run run = new Run(EqualReplicas.LAW);

        @Test
        void holds_when_a_ping_is_on_its_way() {
            run.node(7001).offset += 14;
            run.held();
        }

        @Test
        void breaks_when_the_data_differ() {
            run.node(7004).digest = "another";
            run.broken("7004 holds other data than its master 7001, at offset 100");
        }

        @Test
        void breaks_when_a_replica_lags() {
            run.node(7004).offset = 20;
            run.broken("7004 has read up to offset 20, but its master 7001 is at 100");
        }
    }
}
