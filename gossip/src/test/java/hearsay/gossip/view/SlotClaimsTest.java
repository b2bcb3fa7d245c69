package hearsay.gossip.view;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.model.SlotSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A master's claim to slots")
class SlotClaimsTest {

    private final Node me = node('0', true);
    private final ClusterView view = new ClusterView(me);
    private final Node owner = node('1', false);
    private final Node claimant = node('2', false);

    @BeforeEach
    void three_masters() {
        for (Node node : new Node[] {me, owner, claimant}) {
            if (node != me) view.nodes.add(node);
            node.role = Role.MASTER;
        }
        view.bind(owner, SlotSet.range(0, 99));
        view.bind(me, SlotSet.range(100, 199));
        owner.configEpoch = 5;
        me.configEpoch = 6;
    }

    @Test
    @DisplayName("44: is granted for slots that nobody owns, whatever its epoch")
    void gets_free_slots() {
        var outcome = claim(0, SlotSet.range(200, 299));
        assertThat(outcome.rebound()).isEqualTo(SlotSet.range(200, 299));
        assertThat(view.slots.owner(250)).isSameAs(claimant);
    }

    @Test
    @DisplayName("44: is granted over an owner with a smaller epoch, and not with an equal one")
    void wins_with_the_greater_epoch_only() {
        assertThat(claim(5, SlotSet.range(0, 99)).rebound()).isEqualTo(SlotSet.EMPTY);
        assertThat(claim(6, SlotSet.range(0, 99)).rebound()).isEqualTo(SlotSet.range(0, 99));
        assertThat(owner.slots()).isEqualTo(SlotSet.EMPTY);
    }

    @Test
    @DisplayName("44: is not granted for slots that I am importing")
    void does_not_get_what_i_import() {
        view.open.importFrom(7, owner);
        claim(9, SlotSet.of(6, 7));
        assertThat(view.slots.owner(6)).isSameAs(claimant);
        assertThat(view.slots.owner(7)).isSameAs(owner);
    }

    @Test
    @DisplayName("45: a slot no longer claimed stays bound, but is free for any other claim")
    void what_is_not_claimed_any_more_stays_bound() {
        SlotClaims.merge(view, owner, 5, SlotSet.range(1, 99), true);
        assertThat(view.slots.owner(0)).isSameAs(owner);
        assertThat(view.slots.notClaimed()).isEqualTo(SlotSet.of(0));
        assertThat(claim(1, SlotSet.of(0)).rebound()).isEqualTo(SlotSet.of(0));
        assertThat(view.slots.notClaimed().isEmpty()).isTrue();
    }

    @Test
    @DisplayName("45: a claim that comes back is believed again")
    void a_claim_may_come_back() {
        SlotClaims.merge(view, owner, 5, SlotSet.range(1, 99), true);
        SlotClaims.merge(view, owner, 5, SlotSet.range(0, 99), true);
        assertThat(view.slots.notClaimed().isEmpty()).isTrue();
    }

    @Test
    @DisplayName("39: who takes my last slot is my master from now on")
    void i_follow_who_took_my_last_slot() {
        assertThat(claim(9, SlotSet.range(100, 198)).follow()).isNull();
        assertThat(claim(9, SlotSet.range(100, 199)).follow()).isSameAs(claimant);
    }

    @Test
    @DisplayName(
            "39: without replica migration I follow only who took all of mine and has no other")
    void i_follow_an_heir_only_if_told_not_to_migrate() {
        var all = SlotSet.range(100, 199);
        var more = SlotSet.range(100, 200);
        assertThat(SlotClaims.merge(view, claimant, 9, more, false).follow()).isNull();
        view.slots.unbind(SlotSet.ALL);
        view.bind(me, all);
        assertThat(SlotClaims.merge(view, claimant, 9, all, false).follow()).isSameAs(claimant);
    }

    @Test
    @DisplayName("40: what I lost while I remain a master is named, so that its keys can go")
    void i_am_told_what_i_lost() {
        assertThat(claim(9, SlotSet.range(90, 149)).lost()).isEqualTo(SlotSet.range(100, 149));
    }

    @Test
    @DisplayName("39: a replica follows who took its master's last slot")
    void a_replica_follows_the_heir_of_its_master() {
        view.slots.unbind(SlotSet.range(100, 199));
        view.setReplica(me);
        view.setMasterOf(me, owner);
        assertThat(claim(9, SlotSet.range(0, 99)).follow()).isSameAs(claimant);
    }

    @Test
    @DisplayName("39: a replica of a replica follows the grandmaster")
    void a_sub_replica_follows_the_grandmaster() {
        view.slots.unbind(SlotSet.ALL);
        view.setReplica(me);
        view.setMasterOf(me, owner);
        view.setReplica(owner);
        view.setMasterOf(owner, claimant);
        var outcome = claim(9, SlotSet.range(0, 9));
        assertThat(outcome.follow()).isSameAs(claimant);
        assertThat(outcome.subReplica()).isTrue();
    }

    @Test
    @DisplayName("46: a claim that a newer epoch overrules has an heir to be told of")
    void an_outdated_claim_has_an_heir() {
        assertThat(SlotClaims.newerOwner(view, claimant, 4, SlotSet.range(0, 9))).isSameAs(owner);
        assertThat(SlotClaims.newerOwner(view, claimant, 5, SlotSet.range(0, 9))).isNull();
        assertThat(SlotClaims.newerOwner(view, owner, 4, SlotSet.range(0, 9))).isNull();
    }

    @Test
    void the_set_that_is_claimed_becomes_the_set_that_is_known() {
        var claimed = SlotSet.range(0, 99);
        SlotClaims.merge(view, owner, 5, claimed, true);
        assertThat(owner.slots()).isSameAs(claimed);
    }

    private SlotClaims.Outcome claim(long epoch, SlotSet slots) {
        return SlotClaims.merge(view, claimant, epoch, slots, true);
    }

    private static Node node(char name, boolean myself) {
        var id = new NodeId(String.valueOf(name).repeat(40));
        return new Node(id, id, myself, 1);
    }
}
