package hearsay.gossip.failover;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.failover.Election.Effect;
import hearsay.gossip.failover.Election.Effect.AnnounceOffset;
import hearsay.gossip.failover.Election.Effect.Promote;
import hearsay.gossip.failover.Election.Effect.RequestVotes;
import hearsay.gossip.failover.Election.Event.Checked;
import hearsay.gossip.failover.Election.Event.VoteGranted;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.rules.Rules;
import hearsay.gossip.view.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A replica whose master failed")
class ElectionTest {

    private static final long T = 1_000;
    private static final long START = 1_000_000;
    private static final NodeId A = new NodeId("a".repeat(40));
    private static final NodeId B = new NodeId("b".repeat(40));

    private final Election election = new Election(new SplittableRandom(1), Rules.REDIS);
    private final List<String> said = new ArrayList<>();

    /// Rank 0, three masters, fresh data, epoch 6.
    private int rank;

    private boolean failed = true;
    private boolean manual;
    private long dataAge;

    @Test
    @DisplayName("34, 35: waits 500 to 1000 ms, tells its siblings its offset, then asks for votes")
    void waits_for_its_delay_then_asks_for_votes() {
        assertThat(at(0)).containsExactly(new AnnounceOffset());
        assertThat(said.getFirst()).matches("Start of election delayed for \\d{3} .*offset 42\\).");
        assertThat(at(499)).isEmpty();
        assertThat(at(1_000)).containsExactly(new RequestVotes(7));
        assertThat(at(1_100)).isEmpty();
    }

    @Test
    @DisplayName("34: waits a second more per rank; the rank may grow meanwhile, never shrink")
    void lets_better_replicas_go_first() {
        rank = 1;
        at(0);
        assertThat(at(1_499)).isEmpty();
        rank = 2;
        at(1_500);
        assertThat(said).contains("Replica rank updated to #2, added 1000 milliseconds of delay.");
        rank = 0;
        assertThat(at(2_499)).isEmpty();
        assertThat(at(3_000)).containsExactly(new RequestVotes(7));
    }

    @Test
    @DisplayName("37: is promoted by a majority, and not by one master voting twice")
    void is_promoted_by_a_majority() {
        start();
        vote(A, 7);
        vote(A, 7);
        assertThat(at(1_100)).isEmpty();
        vote(B, 8);
        assertThat(at(1_200)).containsExactly(new Promote(7));
        assertThat(said).contains("Failover election won: I'm the new master.");
    }

    @Test
    @DisplayName("37: counts no vote of an earlier epoch")
    void counts_no_old_vote() {
        start();
        vote(A, 6);
        vote(B, 6);
        assertThat(at(1_100)).isEmpty();
    }

    @Test
    @DisplayName("38: counts no vote that arrives too late, and tries again after as long again")
    void gives_up_and_tries_again() {
        start();
        vote(A, 7);
        at(3_001);
        vote(B, 7);
        assertThat(at(3_100)).isEmpty();
        assertThat(at(4_900)).isEmpty();
        assertThat(at(5_001)).containsExactly(new AnnounceOffset());
        assertThat(at(6_001)).containsExactly(new RequestVotes(7));
    }

    @Test
    @DisplayName("37: does not win the next election with the votes of the last")
    void forgets_the_votes_of_an_election_that_it_won() {
        start();
        vote(A, 7);
        vote(B, 7);
        assertThat(at(1_200)).containsExactly(new Promote(7));
        assertThat(at(1_300)).containsExactly(new AnnounceOffset());
    }

    @Test
    @DisplayName("32: does nothing while its master lives")
    void does_nothing_without_reason() {
        failed = false;
        assertThat(at(0)).isEmpty();
        assertThat(at(10_000)).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    @DisplayName("33: does not stand with old data; the time to find the failure does not count")
    void does_not_stand_with_old_data() {
        dataAge = 20_000 + T;
        assertThat(at(0)).containsExactly(new AnnounceOffset());
        var other = new Election(new SplittableRandom(1), Rules.REDIS);
        dataAge = 20_000 + T + 1;
        assertThat(other.on(new Checked(situation()), START)).isEmpty();
    }

    @Test
    @DisplayName("38: says why it cannot go on when that takes long, and again after ten seconds")
    void complains_now_and_then() {
        dataAge = 1_000_000;
        at(5_999);
        assertThat(said).isEmpty();
        failed = false;
        at(6_000);
        failed = true;
        at(6_001);
        at(6_100);
        at(15_900);
        assertThat(said).hasSize(1);
        assertThat(said.getFirst())
                .startsWith("Currently unable to failover: Disconnected from master for longer");
        at(16_002);
        assertThat(said).hasSize(2);
    }

    @Test
    @DisplayName(
            "33, 34, 41: told to by an operator it neither waits nor minds the age of its data")
    void obeys_an_operator_at_once() {
        failed = false;
        manual = true;
        rank = 3;
        dataAge = 1_000_000;
        assertThat(at(0)).containsExactly(new AnnounceOffset(), new RequestVotes(7));
    }

    private void start() {
        at(0);
        // Scheduled for 500 to 1000 ms: step until it asks, so that the timeout counts from there.
        assertThat(at(1_000)).containsExactly(new RequestVotes(7));
    }

    private List<Effect> at(long millis) {
        var effects = election.on(new Checked(situation()), START + millis);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Diary(var happening)) said.add(happening.line());
        }
        return effects.stream().filter(effect -> !(effect instanceof Effect.Diary)).toList();
    }

    private void vote(NodeId voter, long epoch) {
        assertThat(election.on(new VoteGranted(voter, epoch), START)).isEmpty();
    }

    private Situation situation() {
        return new Situation(
                failed || manual,
                manual,
                manual,
                failed ? START : Node.NEVER,
                dataAge,
                10_000 + 10 * T,
                rank,
                42,
                2,
                6,
                T);
    }
}
