package hearsay.sentinel.leader;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.sentinel.rules.Rules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Sentinel's vote")
class BallotTest {

    @Test
    @DisplayName("D7.67: is given once per epoch, to who asks first, and never in an epoch gone by")
    void once_per_epoch() {
        var ballot = new Ballot(Rules.REDIS, 0);
        assertThat(ballot.vote("a", 3, 3)).isTrue();
        assertThat(ballot.vote("b", 3, 3)).isFalse();
        assertThat(ballot.vote("b", 2, 3)).isFalse();
        assertThat(ballot.leader()).isEqualTo("a");
        assertThat(ballot.epoch()).isEqualTo(3);
        assertThat(ballot.vote("b", 4, 4)).isTrue();
        assertThat(ballot.leader()).isEqualTo("b");
    }

    @Test
    @DisplayName("D7.67: is none for an epoch that is over, even if it was not given then")
    void not_in_the_past() {
        assertThat(new Ballot(Rules.REDIS, 0).vote("a", 3, 4)).isFalse();
    }

    @Test
    @DisplayName("D7.67: is remembered by its epoch, and by its epoch alone")
    void memory() {
        var ballot = new Ballot(Rules.REDIS, 3);
        assertThat(ballot.vote("a", 3, 3)).isFalse();
        assertThat(ballot.leader()).isNull();
        assertThat(ballot.vote("a", 4, 4)).isTrue();
        ballot.forgetLeader();
        assertThat(ballot.vote("b", 4, 4)).isFalse();
    }

    @Test
    @DisplayName("D7.68: of two with as many votes the smaller run id is in front")
    void the_front() {
        var tally = new Tally();
        assertThat(tally.front()).isNull();
        tally.count("b");
        assertThat(tally.front()).isEqualTo("b");
        tally.count("a");
        assertThat(tally.front()).isEqualTo("a");
        tally.count("b");
        assertThat(tally.front()).isEqualTo("b");
        assertThat(tally.votes("b")).isEqualTo(2);
        assertThat(tally.votes("c")).isZero();
    }

    @Test
    @DisplayName("D7.68: who leads has a majority of all, and the quorum if that is more")
    void enough_votes() {
        assertThat(Rules.REDIS.isElected(2, 3, 2)).isTrue();
        assertThat(Rules.REDIS.isElected(2, 4, 1)).isFalse();
        assertThat(Rules.REDIS.isElected(1, 2, 1)).isFalse();
        assertThat(Rules.REDIS.isElected(3, 5, 4)).isFalse();
        assertThat(Rules.REDIS.isElected(4, 5, 4)).isTrue();
        assertThat(Rules.REDIS.isElected(1, 1, 1)).isTrue();
    }
}
