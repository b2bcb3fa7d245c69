package hearsay.gossip.diary;

import static org.assertj.core.api.Assertions.assertThat;

import hearsay.gossip.diary.Happening.Excuse;
import hearsay.gossip.diary.Happening.Obstacle;
import hearsay.gossip.diary.Happening.State;
import hearsay.gossip.model.NodeId;
import hearsay.gossip.model.SlotSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What happens to a member")
class HappeningTest {

    private static final NodeId A = new NodeId("a".repeat(40));
    private static final NodeId B = new NodeId("0b".repeat(20));
    private static final Name ANNA = new Name(A, "anna-1");
    private static final Name NAMELESS = new Name(B, "");
    private static final SlotSet SLOTS = SlotSet.range(0, 5460).with(7000).withRange(16000, 16383);

    /// One of each kind, in the order in which they are declared; of those with a choice, all.
    private static final List<Happening> ALL =
            Stream.<List<? extends Happening>>of(
                            List.of(
                                    new Happening.Born(A),
                                    new Happening.Recalled(A),
                                    new Happening.Reborn(B),
                                    new Happening.OwnAddressLearned("10.0.0.1"),
                                    new Happening.HandshakeKnown(ANNA),
                                    new Happening.AddressChanged(NAMELESS, "::1", 7000),
                                    new Happening.LinkFreed("to", A, 4_096),
                                    new Happening.Suspected(A),
                                    new Happening.SuspicionLifted(ANNA),
                                    new Happening.ReportHeard(ANNA, NAMELESS),
                                    new Happening.ReportWithdrawn(NAMELESS, ANNA),
                                    new Happening.MarkedFailed(ANNA),
                                    new Happening.FailHeard(ANNA, NAMELESS),
                                    new Happening.FailIgnored(A, B)),
                            all(Excuse.values(), why -> new Happening.FailCleared(ANNA, why)),
                            List.of(
                                    new Happening.ElectionScheduled(742, 1, -1),
                                    new Happening.RankGrew(2, 1_000),
                                    new Happening.ElectionStarted(7)),
                            all(Obstacle.values(), Happening.ElectionStalled::new),
                            List.of(
                                    new Happening.VotesMissing(2, 1),
                                    new Happening.VoteReceived(ANNA, 7),
                                    new Happening.ElectionWon(),
                                    new Happening.VoteGranted(NAMELESS, 7),
                                    new Happening.VoteDenied(ANNA, "its master is up"),
                                    new Happening.EpochTaken(7),
                                    new Happening.EpochBumped(8),
                                    new Happening.EpochCollision(ANNA, Long.MAX_VALUE),
                                    new Happening.EpochSet(3),
                                    new Happening.EpochReset(),
                                    new Happening.SlotsTaken(SLOTS, 7),
                                    new Happening.SlotsRebound(ANNA, SlotSet.EMPTY, 7),
                                    new Happening.SlotMigrating(7, ANNA),
                                    new Happening.SlotImporting(7, NAMELESS),
                                    new Happening.SlotStable(16383),
                                    new Happening.SlotAssigned(0, ANNA),
                                    new Happening.OpenSlotsInherited(ANNA, NAMELESS),
                                    new Happening.ImportEnded(7),
                                    new Happening.Follows(ANNA),
                                    new Happening.FollowsGrandmaster(NAMELESS),
                                    new Happening.Migrates(B),
                                    new Happening.UpdateSent(A, B),
                                    new Happening.UpdateDiscarded(),
                                    new Happening.KeysAdopted(0),
                                    new Happening.KeysOfAnother(16383)),
                            all(State.values(), Happening.StateChanged::new),
                            List.of(
                                    new Happening.ManualFailoverAccepted(),
                                    new Happening.ForcedFailoverAccepted(),
                                    new Happening.TakeoverAccepted(),
                                    new Happening.ManualFailoverRequested(ANNA),
                                    new Happening.PausedOffsetHeard(123_456),
                                    new Happening.CaughtUp(),
                                    new Happening.ManualFailoverTimedOut()))
                    .<Happening>flatMap(List::stream)
                    .toList();

    private static <C> List<Happening> all(C[] choice, Function<C, Happening> happening) {
        return Stream.of(choice).map(happening).toList();
    }

    @Test
    void is_read_back_from_its_own_line() {
        for (Happening happening : ALL) {
            assertThat(Happening.parse(happening.line())).as(happening.line()).contains(happening);
        }
    }

    @Test
    void is_of_a_kind_that_the_list_above_does_not_forget() {
        assertThat(ALL.stream().map(Object::getClass).distinct().toList())
                .isEqualTo(List.of(Happening.class.getPermittedSubclasses()));
    }

    @Test
    void is_said_in_the_words_of_redis() {
        assertThat(new Happening.VoteGranted(ANNA, 7).line())
                .isEqualTo("Failover auth granted to " + A + " (anna-1) for epoch 7");
        assertThat(new Happening.FailCleared(NAMELESS, Excuse.MASTER_NOT_REPLACED).line())
                .isEqualTo(
                        "Clear FAIL state for node "
                                + B
                                + " (): is reachable again and nobody is serving its slots after"
                                + " some time.");
        assertThat(new Happening.ElectionScheduled(742, 1, 42).line())
                .isEqualTo("Start of election delayed for 742 milliseconds (rank #1, offset 42).");
        assertThat(new Happening.SlotsTaken(SLOTS, 7).line())
                .isEqualTo("Slots 0-5460 7000 16000-16383 are mine under configEpoch 7.");
    }

    @Test
    void is_as_loud_as_in_redis() {
        assertThat(new Happening.ElectionWon().level()).isEqualTo(Level.NOTICE);
        assertThat(new Happening.VoteDenied(ANNA, "").level()).isEqualTo(Level.WARNING);
        assertThat(new Happening.Suspected(A).level()).isEqualTo(Level.DEBUG);
        assertThat(new Happening.StateChanged(State.FAIL).level()).isEqualTo(Level.WARNING);
        assertThat(new Happening.StateChanged(State.OK).level()).isEqualTo(Level.NOTICE);
    }

    @Test
    void is_not_everything_that_a_log_tells() {
        assertThat(Happening.parse("Ready to accept connections tcp")).isEmpty();
        assertThat(Happening.parse("Failover auth granted to nobody for epoch 7")).isEmpty();
        assertThat(Happening.parse("")).isEmpty();
    }
}
