package hearsay.gossip.failover;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.bus.Header;
import hearsay.gossip.failover.Ballot.Verdict;
import hearsay.gossip.failover.Ballot.Verdict.Denied;
import hearsay.gossip.failover.Ballot.Verdict.Granted;
import hearsay.gossip.failover.Ballot.Verdict.NoVoice;
import hearsay.gossip.model.Health;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.Role;
import hearsay.gossip.model.SlotSet;
import hearsay.gossip.view.ClusterView;
import hearsay.gossip.view.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("36. A master that is asked for its vote")
class BallotTest {

    private static final long NOW = 1_000_000;
    private static final long T = 1_000;
    private static final SlotSet CLAIMED = SlotSet.range(0, 99);

    private final ClusterView view = new ClusterView(node('0', true));
    private final Node dead = node('1', false);
    private final Node candidate = node('2', false);

    @BeforeEach
    void a_cluster_in_which_a_master_failed() {
        view.self().role = Role.MASTER;
        view.nodes.add(dead);
        view.nodes.add(candidate);
        view.setMaster(dead);
        view.setReplica(candidate);
        view.setMasterOf(candidate, dead);
        view.bind(view.self(), SlotSet.range(100, 199));
        view.bind(dead, CLAIMED);
        dead.configEpoch = 3;
        dead.fail(NOW);
        view.currentEpoch = 7;
        view.lastVoteEpoch = 6;
    }

    @Test
    void votes_once_per_epoch_and_remembers_it() {
        assertThat(ask(7, 3)).isEqualTo(new Granted(7));
        assertThat(view.lastVoteEpoch).isEqualTo(7);
        assertThat(dead.votedAt).isEqualTo(NOW);
        assertThat(ask(7, 3)).isEqualTo(new Denied("already voted for epoch 7"));
    }

    @Test
    void has_no_voice_without_slots_or_as_a_replica() {
        view.slots.unbind(SlotSet.range(100, 199));
        assertThat(ask(7, 3)).isInstanceOf(NoVoice.class);
    }

    @Test
    void refuses_an_old_epoch() {
        assertThat(ask(6, 3)).isEqualTo(new Denied("reqEpoch (6) < curEpoch(7)"));
    }

    @Test
    void refuses_a_master_and_a_replica_of_an_unknown_one() {
        view.setMaster(candidate);
        assertThat(ask(7, 3)).isEqualTo(new Denied("it is a master node"));
        view.setReplica(candidate);
        assertThat(ask(7, 3)).isEqualTo(new Denied("I don't know its master"));
    }

    @Test
    void refuses_while_the_master_is_up_unless_an_operator_wants_it() {
        dead.health = Health.OK;
        assertThat(ask(7, 3)).isEqualTo(new Denied("its master is up"));
        var forced = request(7, 3, Header.FORCEACK);
        assertThat(Ballot.consider(view, candidate, forced, T, NOW)).isEqualTo(new Granted(7));
    }

    @Test
    void votes_for_the_replicas_of_one_master_only_every_two_timeouts() {
        ask(7, 3);
        view.currentEpoch = 8;
        assertThat(Ballot.consider(view, candidate, request(8, 3, 0), T, NOW + 1_500))
                .isEqualTo(new Denied("can't vote about this master before 500 milliseconds"));
        assertThat(Ballot.consider(view, candidate, request(8, 3, 0), T, NOW + 2_000))
                .isEqualTo(new Granted(8));
    }

    @Test
    void refuses_who_claims_what_belongs_to_a_newer_epoch() {
        assertThat(ask(7, 2)).isEqualTo(new Denied("slot 0 epoch (3) > reqEpoch (2)"));
    }

    private Verdict ask(long currentEpoch, long configEpoch) {
        return Ballot.consider(view, candidate, request(currentEpoch, configEpoch, 0), T, NOW);
    }

    private Header request(long currentEpoch, long configEpoch, int mflags) {
        return new Header(
                candidate.id(),
                currentEpoch,
                configEpoch,
                0,
                CLAIMED,
                dead.id(),
                "",
                7000,
                0,
                17000,
                0,
                true,
                mflags);
    }

    private static Node node(char name, boolean myself) {
        var id = new NodeId(String.valueOf(name).repeat(40));
        return new Node(id, id, myself, NOW);
    }
}
